/** What an HTTP/2 connection is like now: see connection-state.ts. */

import type { IsSecret } from '../redaction.ts';
import type { Http2SideState, StreamPhase, StreamState } from './connection-state.ts';
import type { Direction } from './direction.ts';
import type { Stream } from './stream.ts';

export function sideState(direction: Direction, isSecret: IsSecret): Http2SideState {
  const { announced, window, hpack, goawayLastStreamId, lost } = direction;
  const entries = hpack.tableEntries.map(({ index, name, value }) => {
    const redacted = isSecret(name);
    return { index, name, value: redacted ? '' : value, redacted };
  });
  return {
    settings: announced.states(),
    window,
    headerTable: { size: hpack.tableSize, maxSize: hpack.maxTableSize, entries },
    ...(goawayLastStreamId === undefined ? {} : { goawayLastStreamId }),
    ...(lost === undefined ? {} : { lost }),
  };
}

/** @param time microseconds since the Unix epoch */
export function streamState(conn: string, stream: Stream, time: number): StreamState {
  const { id: streamId, opened, rpc, client, server, openedAt } = stream;
  const { httpStatus, grpcStatus } = stream.response;
  return {
    conn,
    streamId,
    phase: phaseOf(stream),
    ...opened,
    ...(rpc === undefined ? {} : { rpc }),
    ageMs: (time - openedAt) / 1000,
    ...(httpStatus === undefined ? {} : { httpStatus }),
    ...(grpcStatus === undefined ? {} : { grpcStatus }),
    request: { messages: client.messages, bytes: client.bytes },
    response: { messages: server.messages, bytes: server.bytes },
    clientWindow: client.window,
    serverWindow: server.window,
  };
}

function phaseOf({ client, server }: Stream): StreamPhase {
  if (client.ended) return 'HALF_CLOSED_CLIENT';
  return server.ended ? 'HALF_CLOSED_SERVER' : 'OPEN';
}
