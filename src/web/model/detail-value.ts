/** What the value of a header field says: statuses by name, timeouts as durations, percent-encoding read. */

import { latin1, printable, printableBytes } from '../../formats/escape.ts';
import { duration } from '../../formats/text.ts';
import { byteCount, defined, type Tone } from './detail-node.ts';
import { GRPC_STATUS, HEADER_FIELDS, HTTP_STATUS, meaningOf } from './meanings.ts';

export interface Explained {
  readonly meaning?: string;
  readonly spec?: string;
  readonly tone?: Tone;
}

interface ValueMeaning {
  readonly words: string | undefined;
  readonly tone?: Tone | undefined;
}

/** Units of `grpc-timeout` in milliseconds: gRPC PROTOCOL-HTTP2, Timeout. */
const TIMEOUT_UNITS: { readonly [unit: string]: number } = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
};

/** Of a percent-encoded message: the value beside it has all. */
const MAX_DECODED_CHARS = 2_000;

/** By name in lower case: what this value means, which is more than what the field means. */
const VALUES: { readonly [name: string]: (value: string) => ValueMeaning } = {
  'grpc-status': grpcStatusMeaning,
  ':status': httpStatusMeaning,
  'grpc-timeout': (value) => {
    const ms = timeoutMs(value);
    return ms === undefined
      ? { words: 'not of the form: digits and one of H M S m u n', tone: 'error' }
      : { words: duration(ms) };
  },
  'grpc-message': (value) => ({ words: decodedWords(value) }),
  'content-length': (value) => ({ words: /^\d{1,15}$/.test(value) ? byteCount(Number(value)) : undefined }),
  'content-type': (value) => ({ words: contentTypeWords(value) }),
  traceparent: (value) => ({ words: traceparentWords(value) }),
  'x-envoy-upstream-service-time': (value) => ({
    words: /^\d{1,9}$/.test(value) ? duration(Number(value)) : undefined,
  }),
};

/**
 * @param name in any case
 * @param value one character a byte; undefined where it is redacted
 */
export function explained(name: string, value: string | undefined): Explained {
  const key = name.toLowerCase();
  const [words, spec] = meaningOf(HEADER_FIELDS, key) ?? binaryMeaning(key);
  const of = value === undefined ? undefined : meaningOf(VALUES, key)?.(value);
  return defined({ meaning: of?.words ?? words, spec, tone: of?.tone }) as Explained;
}

/** "14 UNAVAILABLE: nobody could answer …" @param value of grpc-status, as sent */
export function grpcStatusMeaning(value: string): ValueMeaning {
  if (!/^\d{1,9}$/.test(value)) return { words: 'no number: clients make UNKNOWN of it', tone: 'error' };
  const code = Number(value);
  const [name, words] = GRPC_STATUS[code] ?? [];
  if (name === undefined) return { words: 'no code of gRPC: clients make UNKNOWN of it', tone: 'error' };
  return { words: `${name}: ${words}`, tone: code === 0 ? 'good' : 'error' };
}

export function httpStatusMeaning(value: string): ValueMeaning {
  const tone = /^[45]/.test(value) ? 'error' : /^[23]/.test(value) ? 'good' : undefined;
  return { words: meaningOf(HTTP_STATUS, value), tone };
}

/** @returns undefined where the value is not of the form */
export function timeoutMs(value: string): number | undefined {
  const [, amount, unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(value) ?? [];
  return amount === undefined ? undefined : Number(amount) * (TIMEOUT_UNITS[unit] ?? 0);
}

/** Percent-encoding of UTF-8, gRPC PROTOCOL-HTTP2, Status-Message: what is not of the form stays as it is. */
export function decodePercent(value: string): string {
  return printableBytes(
    value.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => latin1(Uint8Array.of(Number.parseInt(digits, 16)))),
  );
}

function decodedWords(value: string): string | undefined {
  if (!value.includes('%')) return undefined;
  const decoded = decodePercent(value);
  return decoded === printable(value) ? undefined : `reads: ${decoded.slice(0, MAX_DECODED_CHARS)}`;
}

function contentTypeWords(value: string): string | undefined {
  if (/^application\/grpc-web/i.test(value)) return 'gRPC-Web';
  const grpc = /^application\/grpc(?:\+([\w.-]+))?(?:;.*)?$/i.exec(value);
  return grpc === null ? undefined : `gRPC, messages as ${grpc[1] ?? 'proto'}`;
}

function traceparentWords(value: string): string | undefined {
  const [, trace, span, flags] = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(value) ?? [];
  if (flags === undefined) return undefined;
  const sampled = (Number.parseInt(flags, 16) & 1) === 1 ? 'sampled' : 'not sampled';
  return `trace ${trace}, span ${span}, ${sampled}`;
}

function binaryMeaning(name: string): readonly [words?: string, spec?: string] {
  return name.endsWith('-bin') ? ['binary metadata in base64', 'gRPC PROTOCOL-HTTP2'] : [];
}
