/** How a stream ended, by whom, and what can be said of it from its one connection. */

import { ERROR_CODE, errorName } from '../wire/http2/error-code.ts';
import type { ErrorOrigin, Side, StreamClosed, StreamEnd } from './event.ts';
import type { Stream } from './stream.ts';

/**
 * What made the stream end: its own last frame, a reset, or the end of its connection. `unprocessed`: a GOAWAY of the server
 * promised that it did nothing for this stream, RFC 9113 §6.8.
 */
export type EndCause =
  | { readonly kind: 'complete' }
  | { readonly kind: 'reset'; readonly from: Side; readonly errorCode: number; readonly unprocessed: boolean }
  | { readonly kind: 'connection'; readonly from: Side; readonly unprocessed: boolean };

/** Values of `server` that tell that an answer was made by a proxy, not passed on by it. */
const PROXY_SERVERS = ['envoy', 'istio-envoy', 'nginx', 'openresty', 'haproxy', 'awselb'];

/** @param time microseconds since the Unix epoch */
export function streamClosed(stream: Stream, cause: EndCause, time: number): StreamClosed {
  const { response } = stream;
  const how = howItEnded(stream, cause);
  const { origin, reason } = originOf(stream, how, cause);
  const retrySafe = isRetrySafe(stream, how, cause);
  return {
    streamId: stream.id,
    how,
    endedBy: endedBy(how, cause),
    ...(cause.kind === 'reset' ? { error: errorName(cause.errorCode), errorCode: cause.errorCode } : {}),
    ...(response.httpStatus === undefined ? {} : { httpStatus: response.httpStatus }),
    ...(response.grpcStatus === undefined ? {} : { grpcStatus: response.grpcStatus }),
    origin,
    originReason: reason,
    ...(retrySafe === undefined ? {} : { retrySafe }),
    durationMs: (time - stream.openedAt) / 1000,
    ...(response.startedAt === undefined ? {} : { firstByteMs: (response.startedAt - stream.openedAt) / 1000 }),
    request: { messages: stream.client.messages, bytes: stream.client.bytes },
    response: { messages: stream.server.messages, bytes: stream.server.bytes },
  };
}

/** A response that was complete stays so, whatever came after it: RFC 9113 §8.1 allows RST_STREAM(NO_ERROR) then. */
function howItEnded(stream: Stream, cause: EndCause): StreamEnd {
  const { response } = stream;
  if (!stream.server.ended) return cause.kind === 'connection' ? 'CONNECTION_CLOSED' : 'RST_STREAM';
  if (response.hasTrailers) return 'TRAILERS';
  // gRPC's Trailers-Only: one header block that is the response's head and its trailers.
  return response.grpcStatus !== undefined && stream.server.bytes === 0
    ? 'TRAILERS_ONLY'
    : 'END_STREAM_WITHOUT_TRAILERS';
}

function endedBy(how: StreamEnd, cause: EndCause): Side {
  const unfinished = how === 'RST_STREAM' || how === 'CONNECTION_CLOSED';
  return unfinished && cause.kind !== 'complete' ? cause.from : 'SERVER';
}

interface OriginVerdict {
  readonly origin: ErrorOrigin;
  readonly reason: string;
}

function originOf(stream: Stream, how: StreamEnd, cause: EndCause): OriginVerdict {
  if (how === 'CONNECTION_CLOSED') {
    return { origin: 'INFRASTRUCTURE', reason: 'the connection ended before the response did' };
  }
  if (how === 'RST_STREAM' && cause.kind === 'reset') {
    return isUnprocessed(stream, cause)
      ? { origin: 'INFRASTRUCTURE', reason: 'left out by the GOAWAY of the server, RFC 9113 §6.8' }
      : originOfReset(cause.from, cause.errorCode);
  }
  return originOfResponse(stream, how);
}

function originOfReset(from: Side, errorCode: number): OriginVerdict {
  if (errorCode === ERROR_CODE.REFUSED_STREAM && from === 'SERVER') {
    return { origin: 'INFRASTRUCTURE', reason: 'refused before any processing, RFC 9113 §8.7' };
  }
  if (errorCode === ERROR_CODE.CANCEL && from === 'CLIENT') {
    return { origin: 'UNKNOWN', reason: 'cancelled by the client: its deadline, its application or a proxy' };
  }
  return {
    origin: 'UNKNOWN',
    reason: `reset by the ${from.toLowerCase()}: a handler, a library or a proxy may do that`,
  };
}

function originOfResponse(stream: Stream, how: StreamEnd): OriginVerdict {
  const { httpStatus, grpcStatus, server } = stream.response;
  const madeByProxy = server !== undefined && PROXY_SERVERS.some((name) => server.toLowerCase().startsWith(name));
  if (httpStatus === undefined) return { origin: 'UNKNOWN', reason: 'the head of the response is not known' };
  if (stream.isGrpc && httpStatus !== 200 && grpcStatus === undefined) {
    return {
      origin: 'INFRASTRUCTURE',
      reason: `HTTP status ${httpStatus} without grpc-status: not the answer of a gRPC service`,
    };
  }
  if (how === 'TRAILERS_ONLY' && grpcStatus?.code !== 0) {
    return madeByProxy
      ? { origin: 'INFRASTRUCTURE', reason: `trailers-only reply with server: ${server}` }
      : { origin: 'UNKNOWN', reason: 'trailers-only reply: a handler, its library or a proxy may have sent it' };
  }
  if (stream.isGrpc && grpcStatus === undefined) {
    const reason = stream.response.trailersUnread
      ? 'its grpc-status is in trailers that could not be read: compressed, or longer than what is kept'
      : 'the response ended without grpc-status';
    return { origin: 'UNKNOWN', reason };
  }
  return { origin: 'APPLICATION', reason: 'the response is complete' };
}

/** Only where the response never came to its end; what a complete error status means for a retry, the application knows. */
function isRetrySafe(stream: Stream, how: StreamEnd, cause: EndCause): boolean | undefined {
  if (how !== 'RST_STREAM' && how !== 'CONNECTION_CLOSED') return undefined;
  if (cause.kind === 'reset' && cause.errorCode === ERROR_CODE.REFUSED_STREAM && cause.from === 'SERVER') return true;
  if (isUnprocessed(stream, cause)) return true;
  // Something worked on it for long enough to start an answer.
  return stream.response.startedAt === undefined ? undefined : false;
}

/** A server that answers has processed something, whatever its GOAWAY says. */
function isUnprocessed(stream: Stream, cause: EndCause): boolean {
  return cause.kind !== 'complete' && cause.unprocessed && stream.response.startedAt === undefined;
}
