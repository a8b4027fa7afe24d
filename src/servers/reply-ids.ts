/**
 * The ids that every reply carries, so that who has a reply finds the rest: its frames in our trace by `x-sre-trace`, its span in a
 * distributed trace by `traceresponse`.
 */

import { TRACE_FIELD, TRACERESPONSE_FIELD } from '../reply-id-fields.ts';
import { formatTraceContext, parseTraceparent, RANDOM, SAMPLED, type TraceContext } from '../trace-context.ts';
import { createRandomIds } from './random-ids.ts';

/**
 * @param traceparent as it came, undefined where none did
 * @returns the value of `traceresponse`; undefined: the reply has none
 */
export type TraceresponseOf = (traceparent: unknown) => string | undefined;

/** @param newTraces whether a request that belongs to no trace begins one: only of use to who exports spans. Default: no */
export function createTraceresponses(newTraces = false): TraceresponseOf {
  const ids = createRandomIds();
  const begin = () => ({ traceId: ids.traceId(), flags: SAMPLED | RANDOM });
  return (traceparent) => {
    // Most requests end here.
    if (traceparent === undefined && !newTraces) return undefined;
    const came = typeof traceparent === 'string' ? parseTraceparent(traceparent) : undefined;
    const trace: Omit<TraceContext, 'spanId'> | undefined = came ?? (newTraces ? begin() : undefined);
    return trace && formatTraceContext({ ...trace, spanId: ids.spanId() });
  };
}

/**
 * @param connectionId the `conn` of the trace's events
 * @param place on HTTP/2 the stream's id, on HTTP/1.1 the index of the request, as the trace's `http1` events have it
 */
export function replyIds(
  connectionId: string,
  place: number,
  traceresponse?: string,
): Readonly<Record<string, string>> {
  const trace = { [TRACE_FIELD]: `${connectionId}/${place}` };
  return traceresponse === undefined ? trace : { ...trace, [TRACERESPONSE_FIELD]: traceresponse };
}
