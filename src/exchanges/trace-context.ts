/** `traceparent` and `traceresponse`: https://www.w3.org/TR/trace-context/. */

import type { TraceContext } from './exchange.ts';

/** "00-" 32 digits "-" 16 digits "-" 2 digits: all of version 00, and what later versions begin with. */
const LENGTH = 55;
const DASHES = [2, 35, 52] as const;
const DASH = 0x2d;
const TRACE_ID_AT = 3;
const SPAN_ID_AT = 36;

/** The least that everybody must pass on, §3.3.1.5. What is longer is left out: half a state is none. */
const MAX_STATE_LENGTH = 512;

const SAMPLED = 1;

/**
 * @param value of `traceparent`, as it came: only lower-case digits count, §3.2.2.2
 * @param state of `tracestate`
 * @returns undefined where the value is none that a receiver may use, §3.2.2 and §4.1
 */
export function parseTraceparent(value: string, state?: string): TraceContext | undefined {
  if (!hasForm(value)) return undefined;
  const traceId = value.slice(TRACE_ID_AT, DASHES[1]);
  const spanId = value.slice(SPAN_ID_AT, DASHES[2]);
  if (isZero(traceId) || isZero(spanId)) return undefined;
  // Of the second digit only: the lowest bit of the eight.
  const sampled = (hexDigit(value.charCodeAt(LENGTH - 1)) & SAMPLED) !== 0;
  if (state === undefined || state === '' || state.length > MAX_STATE_LENGTH) return { traceId, spanId, sampled };
  return { traceId, spanId, sampled, state };
}

/** In version 00, without `state`, which is a field of its own. */
export function formatTraceparent({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** §3.2.2.1 forbids version ff; §3.2.4 has later ones read as 00, with or without more behind another dash. */
function hasForm(value: string): boolean {
  if (value.length < LENGTH || value.startsWith('ff')) return false;
  if (value.length > LENGTH && (value.startsWith('00') || value.charAt(LENGTH) !== '-')) return false;
  let at = 0;
  for (const dash of DASHES) {
    while (at < dash) if (hexDigit(value.charCodeAt(at++)) < 0) return false;
    if (value.charCodeAt(at++) !== DASH) return false;
  }
  while (at < LENGTH) if (hexDigit(value.charCodeAt(at++)) < 0) return false;
  return true;
}

/** @returns 0 to 15, or -1 */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x61 + 10 : -1;
}

function isZero(digits: string): boolean {
  for (let i = 0; i < digits.length; i++) if (digits.charCodeAt(i) !== 0x30) return false;
  return true;
}
