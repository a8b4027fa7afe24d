import type { IncomingHttpHeaders } from 'node:http';

const NAME = 'grpc-timeout';

/** gRPC PROTOCOL-HTTP2, TimeoutUnit. The value in front is above 0. */
const UNIT_US: Readonly<Record<string, number>> = { H: 3.6e9, M: 6e7, S: 1e6, m: 1e3, u: 1, n: 1e-3 };

/** PROTOCOL-HTTP2: at most 8 digits. */
const MAX_VALUE = 99_999_999;

/**
 * For a call that was held: grpc-js counts `grpc-timeout` from when it has the call, and so must find what is left of it. What
 * came stays as it is in the raw header fields. Without effect on a timeout that is malformed, or too long to matter.
 */
export function countDownTimeout(headers: IncomingHttpHeaders, elapsedMs: number): void {
  const [, digits, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(String(headers[NAME])) ?? [];
  const leftUs = Math.max(Math.ceil(Number(digits) * (UNIT_US[unit] ?? Number.NaN) - elapsedMs * 1_000), 1);
  if (leftUs <= MAX_VALUE) headers[NAME] = `${leftUs}u`;
  else if (leftUs / 1_000 <= MAX_VALUE) headers[NAME] = `${Math.ceil(leftUs / 1_000)}m`;
}
