/** What an EchoRequest asks for, checked: each number within its range. */

import type { Metadata } from '@grpc/grpc-js';

import type { EchoRequest__Output as EchoRequest } from '../../../gen/sre/echo/v1/EchoRequest.ts';
import { Refusal } from './refusal.ts';
import { metadataOf } from './response-fields.ts';
import type { ChosenStatus, StatusOf } from './response-status.ts';

/** Keeps a server busy for a minute at full speed. A request for more is a slip, and would burn a core unseen. */
const MAX_COUNT = 1_000_000;

/** Longer than the idle timeouts that people look for with it: five minutes in Envoy, an hour in some load balancers. */
const MAX_INTERVAL_MS = 3_600_000;

/** Four times what most clients take by default: enough to see what they say to it, and held by each reply on its way. */
const MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

export interface ReplyPlan {
  readonly message: string;
  readonly payloadBytes: number;
  readonly count: number | undefined;
  readonly intervalMs: number;
  readonly gzip: boolean;
  readonly headers: Metadata | undefined;
  readonly trailers: Metadata | undefined;
  readonly status: ChosenStatus | undefined;
}

/** @throws Refusal: who asked for too much must not believe that it was done */
export function planOf(request: EchoRequest, statusOf: StatusOf): ReplyPlan {
  const { message, payloadBytes, count, intervalMs, gzip, status } = request;
  checkAtMost('count', count ?? 0, MAX_COUNT);
  checkAtMost('interval_ms', intervalMs, MAX_INTERVAL_MS);
  checkAtMost('payload_bytes', payloadBytes, MAX_PAYLOAD_BYTES);
  // Each by itself: a spread in here took three microseconds a call, a twentieth of it.
  return {
    message,
    payloadBytes,
    count,
    intervalMs,
    gzip,
    headers: metadataOf('response_headers', request.responseHeaders),
    trailers: metadataOf('response_trailers', request.responseTrailers),
    status: status === null ? undefined : statusOf(status),
  };
}

function checkAtMost(field: string, value: number, max: number): void {
  if (value > max) throw new Refusal(`${field} ${value}: expected at most ${max}`);
}
