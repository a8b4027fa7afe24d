/** How a stream ended, by whom, at which stage, and what can be said of it from its one connection. */

import { errorName } from '../wire/http2/error-code.ts';
import type { EndCause } from './end-cause.ts';
import type { Side, StreamClosed, StreamEnd, StreamStage } from './event.ts';
import type { Stream } from './stream.ts';
import { originOf } from './stream-origin.ts';
import { retryOf } from './stream-retry.ts';

/** Written out: this is made for each call. @param time microseconds since the Unix epoch */
export function streamClosed(stream: Stream, cause: EndCause, time: number): StreamClosed {
  const { response, client, server, openedAt } = stream;
  const how = howItEnded(stream, cause);
  const { origin, reason: originReason } = originOf(stream, how, cause, time);
  const { safe, reason: retryReason } = retryOf(stream, how, cause);
  const closed: Writable<StreamClosed> = {
    streamId: stream.id,
    how,
    endedBy: endedBy(how, cause),
    stage: stageOf(stream),
    origin,
    originReason,
    retryReason,
    durationMs: (time - openedAt) / 1000,
    request: { messages: client.messages, bytes: client.bytes },
    response: { messages: server.messages, bytes: server.bytes },
  };
  if (cause.kind === 'reset') {
    closed.error = errorName(cause.errorCode);
    closed.errorCode = cause.errorCode;
  }
  if (response.httpStatus !== undefined) closed.httpStatus = response.httpStatus;
  if (response.grpcStatus !== undefined) closed.grpcStatus = response.grpcStatus;
  if (safe !== undefined) closed.retrySafe = safe;
  if (response.startedAt !== undefined) closed.firstByteMs = (response.startedAt - openedAt) / 1000;
  return closed;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

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

function stageOf({ client, server, response }: Stream): StreamStage {
  if (server.ended) return 'COMPLETE';
  if (response.startedAt !== undefined) return 'RESPONSE';
  return client.ended ? 'WAITING' : 'REQUEST';
}
