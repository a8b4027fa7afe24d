/** W3C Trace Context: the ids by which a request is found in distributed traces. https://www.w3.org/TR/trace-context-2/ */

export interface TraceContext {
  /** 32 hexadecimal digits in lower case, not all of them 0. */
  readonly traceId: string;
  /** 16 of them, not all 0: of who sent it. In traceparent it is called parent-id, in traceresponse child-id. */
  readonly spanId: string;
  /** SAMPLED, RANDOM, or both; 0: none. */
  readonly flags: number;
}

export const SAMPLED = 0x01;
/** The last seven bytes of the trace id were made at random. */
export const RANDOM = 0x02;

/** "Other bits are reserved, and must be set to zero by who passes the flags on." */
const KNOWN_FLAGS = SAMPLED | RANDOM;

/** Digits are in lower case only: an upper-case one makes the field invalid. */
const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/s;

const FIRST_VERSION = '00';
const INVALID_VERSION = 'ff';

/**
 * Of a later version only what this one has is read; what follows must be set off by a dash.
 *
 * @param text the one value of the field: two of them, joined, are none
 * @returns undefined where it is not valid, which is to be treated as if it had not come
 */
export function parseTraceparent(text: string): TraceContext | undefined {
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(text) ?? [];
  if (version === undefined || version === INVALID_VERSION) return undefined;
  if (version === FIRST_VERSION && more !== undefined) return undefined;
  if (isZero(traceId) || isZero(spanId)) return undefined;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) & KNOWN_FLAGS };
}

/** @returns the value of traceparent or of traceresponse, which have the same form */
export function formatTraceContext({ traceId, spanId, flags }: TraceContext): string {
  return `${FIRST_VERSION}-${traceId}-${spanId}-${flags.toString(16).padStart(2, '0')}`;
}

function isZero(id: string): boolean {
  return /^0+$/.test(id);
}
