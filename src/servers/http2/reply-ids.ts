import type { Http2Server, OutgoingHttpHeaders, ServerHttp2Stream, ServerStreamResponseOptions } from 'node:http2';

import { factsOfStream } from '../connection-facts.ts';
import { replyIds, type TraceresponseOf } from '../reply-ids.ts';

const TRACERESPONSE = Symbol('traceresponse');

type StreamWithIds = ServerHttp2Stream & { [TRACERESPONSE]?: string };

/**
 * Every response of this server carries its ids, whoever answers: each goes through `respond()` of its stream, and what is put in there
 * last is what is sent. To be called once for a server, before it has connections.
 */
export function sendIds(server: Http2Server, traceresponseOf: TraceresponseOf): void {
  server.on('session', (session) => {
    // In front of who answers, which may be in the same turn.
    session.prependListener('stream', (stream: StreamWithIds, headers) => {
      const traceresponse = traceresponseOf(headers.traceparent);
      if (traceresponse !== undefined) stream[TRACERESPONSE] = traceresponse;
      stream.respond = respondWithIds;
    });
  });
}

/** One function for all streams: with a closure for each, assigned, a call cost a third more. */
function respondWithIds(
  this: StreamWithIds,
  headers?: OutgoingHttpHeaders,
  options?: ServerStreamResponseOptions,
): void {
  const connection = factsOfStream(this);
  const ids = connection && this.id !== undefined ? replyIds(connection.id, this.id, this[TRACERESPONSE]) : {};
  const { respond }: ServerHttp2Stream = Object.getPrototypeOf(this);
  // Not by spreading: V8 makes objects of that which cost a call a quarter more when a field is added.
  respond.call(this, Object.assign({}, headers, ids), options);
}
