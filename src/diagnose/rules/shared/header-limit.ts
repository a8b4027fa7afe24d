/**
 * Calls that fail because a header list is longer than its receiver takes: RFC 9113 §6.5.2 and §10.5.1, RFC 6585 §5.
 *
 * Who asks: L1. Rules about the same ends give way where it says anything (replies that are no gRPC, resets, RESOURCE_EXHAUSTED).
 */

import type { Side, StreamClosed } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';
import type { StreamFacts } from '../../facts/stream.ts';

/** RFC 9113 §6.5.2. */
const MAX_HEADER_LIST_SIZE = 6;

/** RFC 6585 §5: Request Header Fields Too Large. */
const FIELDS_TOO_LARGE = 431;

const RESOURCE_EXHAUSTED = 8;
const INTERNAL = 13;

/** In the words of grpc-core, grpc-java, grpc-go and others. */
const WORDS =
  /metadata size exceeds|header (?:list )?size (?:exceeded|exceeds)|header list too large|headers? too large/i;

export interface HeaderLimitFailure {
  /** Whose list it was. */
  readonly from: Side;
  /** What showed it. */
  readonly by: '431' | 'STATUS' | 'RST_STREAM';
}

/** What the other side has said that it takes of a list that `from` sends; undefined: it has not said. */
export function announcedLimit(connection: ConnectionFacts, from: Side): number | undefined {
  return connection.otherThan(from).settings.get(MAX_HEADER_LIST_SIZE);
}

/** @param responseListSize of the longest of its response's lists */
export function failedByHeaderLimit(
  connection: ConnectionFacts,
  stream: StreamFacts,
  { how, endedBy, httpStatus, grpcStatus }: StreamClosed,
): HeaderLimitFailure | undefined {
  if (httpStatus === FIELDS_TOO_LARGE) return { from: 'CLIENT', by: '431' };
  if (how === 'RST_STREAM') {
    const from = endedBy === 'SERVER' ? 'CLIENT' : 'SERVER';
    const size = from === 'CLIENT' ? stream.requestListSize : responseListSize(connection, stream);
    return size > (announcedLimit(connection, from) ?? Number.POSITIVE_INFINITY)
      ? { from, by: 'RST_STREAM' }
      : undefined;
  }
  if (grpcStatus?.code !== RESOURCE_EXHAUSTED && grpcStatus?.code !== INTERNAL) return undefined;
  return WORDS.test(grpcStatus.message) ? { from: 'CLIENT', by: 'STATUS' } : undefined;
}

/** Of the longest list on this stream, where that was the longest of the connection too; else 0. */
function responseListSize({ server }: ConnectionFacts, { id }: StreamFacts): number {
  return server.longestList?.streamId === id ? server.longestList.listSize : 0;
}
