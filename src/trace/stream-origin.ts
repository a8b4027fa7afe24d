/** Who is to be asked about the end of a stream, the application or the infrastructure, and why that is thought. */

import { ERROR_CODE } from '../wire/http2/error-code.ts';
import type { EndCause, ResetCause } from './end-cause.ts';
import type { Side, StreamEnd } from './event.ts';
import type { OriginVerdict } from './origin-verdict.ts';
import type { Announcement, TransportEnd } from './protocol-trace.ts';
import type { Stream } from './stream.ts';

/** Values of `server` that tell that an answer was made by a proxy, not passed on by it. */
const PROXY_SERVERS = ['envoy', 'istio-envoy', 'nginx', 'openresty', 'haproxy', 'awselb'];

// Shared by all calls: they are made for each of them, and kept by the ring.
const COMPLETE: OriginVerdict = { origin: 'APPLICATION', reason: 'the response is complete' };
const NO_HEAD: OriginVerdict = { origin: 'UNKNOWN', reason: 'the head of the response is not known' };
const NO_STATUS: OriginVerdict = { origin: 'UNKNOWN', reason: 'the response ended without grpc-status' };
const STATUS_UNREAD: OriginVerdict = {
  origin: 'UNKNOWN',
  reason: 'its grpc-status is in trailers that could not be read: compressed, or longer than what is kept',
};
const TRAILERS_ONLY: OriginVerdict = {
  origin: 'UNKNOWN',
  reason: 'trailers-only reply: a handler, its library or a proxy may have sent it',
};
const LEFT_OUT: OriginVerdict = {
  origin: 'INFRASTRUCTURE',
  reason: 'left out by the GOAWAY of the server, RFC 9113 §6.8',
};
const REFUSED: OriginVerdict = {
  origin: 'INFRASTRUCTURE',
  reason: 'refused before any processing, RFC 9113 §8.7',
};
const RESET_BY: { readonly [side in Side]: OriginVerdict } = {
  CLIENT: { origin: 'UNKNOWN', reason: 'reset by the client: its application, its library or a proxy may do that' },
  SERVER: { origin: 'UNKNOWN', reason: 'reset by the server: a handler, a library or a proxy may do that' },
};
const CANCELLED_WITHOUT_DEADLINE: OriginVerdict = {
  origin: 'UNKNOWN',
  reason: 'cancelled by the client, which named no deadline: its application, a timeout of its own or a proxy',
};

/** @param time when it ended, in microseconds since the Unix epoch */
export function originOf(stream: Stream, how: StreamEnd, cause: EndCause, time: number): OriginVerdict {
  if (how === 'CONNECTION_CLOSED' && cause.kind === 'connection') return cause.verdict;
  if (how === 'RST_STREAM' && cause.kind === 'reset') return originOfReset(stream, cause, time);
  return originOfResponse(stream, how);
}

/**
 * Of the streams that their connection took with it: made once for all of them.
 *
 * @param goaway that had come before
 */
export function originOfCut({ how, endedBy }: TransportEnd, goaway: Announcement | undefined): OriginVerdict {
  const what = 'the connection ended before the response did';
  if (endedBy === undefined) return { origin: 'INFRASTRUCTURE', reason: `${what}: cut by us` };
  const reason = `${what}: ${how} of the ${endedBy.toLowerCase()}, ${announcedBy(goaway)}`;
  return { origin: isOwnWish(endedBy, goaway) ? 'APPLICATION' : 'INFRASTRUCTURE', reason };
}

function announcedBy(goaway: Announcement | undefined): string {
  if (goaway === undefined) return 'without a GOAWAY';
  const error = goaway.error === 'NO_ERROR' ? '' : ` ${goaway.error || 'without a known code'}`;
  return `behind a GOAWAY${error} of the ${goaway.from.toLowerCase()}`;
}

/** A client that closes its channel while its calls go on. */
function isOwnWish(endedBy: Side, goaway: Announcement | undefined): boolean {
  return endedBy === 'CLIENT' && goaway?.from === 'CLIENT' && goaway.error === 'NO_ERROR';
}

function originOfReset(stream: Stream, { from, errorCode, unprocessed }: ResetCause, time: number): OriginVerdict {
  if (unprocessed && stream.response.startedAt === undefined) return LEFT_OUT;
  if (errorCode === ERROR_CODE.REFUSED_STREAM && from === 'SERVER') return REFUSED;
  const elapsedMs = (time - stream.openedAt) / 1000;
  return errorCode === ERROR_CODE.CANCEL ? originOfCancel(from, stream.opened.timeoutMs, elapsedMs) : RESET_BY[from];
}

function originOfCancel(from: Side, timeoutMs: number | undefined, elapsedMs: number): OriginVerdict {
  if (timeoutMs !== undefined && hasPassed(timeoutMs, elapsedMs)) {
    const reason = `the client's deadline of ${inWords(timeoutMs)} had passed: cancelled by the ${from.toLowerCase()}`;
    return { origin: 'UNKNOWN', reason };
  }
  if (from === 'SERVER') return RESET_BY.SERVER;
  if (timeoutMs === undefined) return CANCELLED_WITHOUT_DEADLINE;
  const reason = `cancelled by the client before its deadline of ${inWords(timeoutMs)}: its application, its own caller or a proxy`;
  return { origin: 'UNKNOWN', reason };
}

/** What a client measures differs: it counts from when the call was made, and grpc-core rounds what it puts in `grpc-timeout` up. */
const DEADLINE_TOLERANCE = 0.1;
/** A timer of a busy client, and a hop or two; but never more than half of a deadline that is short itself. */
const DEADLINE_TOLERANCE_MS = 25;

function hasPassed(timeoutMs: number, elapsedMs: number): boolean {
  const tolerance = Math.max(timeoutMs * DEADLINE_TOLERANCE, DEADLINE_TOLERANCE_MS);
  return elapsedMs >= timeoutMs - Math.min(tolerance, timeoutMs / 2);
}

/** To the microsecond: `grpc-timeout` may have nanoseconds. */
function inWords(milliseconds: number): string {
  return milliseconds < 1000 ? `${rounded(milliseconds)} ms` : `${rounded(milliseconds / 1000)} s`;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function originOfResponse(stream: Stream, how: StreamEnd): OriginVerdict {
  const { httpStatus, grpcStatus, server, trailersUnread } = stream.response;
  if (httpStatus === undefined) return NO_HEAD;
  if (stream.isGrpc && httpStatus !== 200 && grpcStatus === undefined) {
    const reason = `HTTP status ${httpStatus} without grpc-status: not the answer of a gRPC service`;
    return { origin: 'INFRASTRUCTURE', reason };
  }
  if (how === 'TRAILERS_ONLY' && grpcStatus?.code !== 0) {
    if (!isProxy(server)) return TRAILERS_ONLY;
    return { origin: 'INFRASTRUCTURE', reason: `trailers-only reply with server: ${server}` };
  }
  if (stream.isGrpc && grpcStatus === undefined) return trailersUnread ? STATUS_UNREAD : NO_STATUS;
  return COMPLETE;
}

function isProxy(server: string | undefined): boolean {
  return server !== undefined && PROXY_SERVERS.some((name) => server.toLowerCase().startsWith(name));
}
