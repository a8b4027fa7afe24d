import {
  type Http2Server,
  type OutgoingHttpHeaders,
  type ServerHttp2Stream,
  type ServerStreamResponseOptions,
  sensitiveHeaders,
} from 'node:http2';

import { ID_FIELDS } from '../../reply-id-fields.ts';
import { factsOfStream } from '../connection-facts.ts';
import { replyIds, type TraceresponseOf } from '../reply-ids.ts';

const TRACERESPONSE = Symbol('traceresponse');

/**
 * Another one for each reply: in the HPACK table it would push out what replies have in common, and move the rest, so that no header list
 * would be sent as the one before. It is no secret: redaction.ts.
 */
const NEVER_INDEXED = [...ID_FIELDS];

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
  const sensitive: unknown = headers && Reflect.get(headers, sensitiveHeaders);
  const neverIndexed = Array.isArray(sensitive) ? [...sensitive, ...NEVER_INDEXED] : NEVER_INDEXED;
  // Not by spreading: V8 makes objects of that which cost a call a quarter more when a field is added.
  respond.call(this, Object.assign({}, headers, ids, { [sensitiveHeaders]: neverIndexed }), options);
}
