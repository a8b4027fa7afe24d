/** `traceparent` with its `tracestate`, and `traceresponse`: whose trace an exchange belongs to. */

import { parseTraceparent, SAMPLED } from '../trace-context.ts';
import type { TraceContext } from './exchange.ts';

/** The least that everybody must pass on, Trace Context §3.3.1.5. What is longer is left out: half a state is none. */
const MAX_STATE_LENGTH = 512;

/**
 * @param value of `traceparent` or `traceresponse`, as it came
 * @param state of `tracestate`
 * @returns undefined where the value is none that a receiver may use
 */
export function contextOf(value: string, state?: string): TraceContext | undefined {
  const parsed = parseTraceparent(value);
  if (parsed === undefined) return undefined;
  const { traceId, spanId, flags } = parsed;
  const context = { traceId, spanId, sampled: (flags & SAMPLED) !== 0 };
  const isKept = state !== undefined && state !== '' && state.length <= MAX_STATE_LENGTH;
  return isKept ? { ...context, state } : context;
}
