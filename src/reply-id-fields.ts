/** The header fields in which every reply says its ids: servers send them, and redaction knows that they are no secrets. */

export const TRACE_FIELD = 'x-sre-trace';
export const TRACERESPONSE_FIELD = 'traceresponse';

/** In lower case: what the server says itself, so nobody else chooses it. */
export const ID_FIELDS: ReadonlySet<string> = new Set([TRACE_FIELD, TRACERESPONSE_FIELD]);
