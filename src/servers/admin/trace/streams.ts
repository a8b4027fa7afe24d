/** `/api/streams`: the streams that are open, and those that ended last. */

import { rfc3339 } from '../../../formats/time.ts';
import type { StreamState } from '../../../trace/connection-state.ts';
import type { EventOf, StreamClosed, StreamOpened } from '../../../trace/event.ts';
import type { AdminEndpoint } from '../endpoint.ts';
import type { WatchedConnections } from '../tracing.ts';
import { backwards } from './backwards.ts';
import type { TraceDelivery } from './delivery.ts';
import { connectionId, readQuery, wholeNumber } from './query.ts';

/** Of each kind: what people look through. Who wants all has /api/trace. */
const DEFAULT_LIMIT = 100;

/** A stream that has ended, as far as the ring knows it. */
interface EndedStream extends StreamClosed {
  readonly conn: string;
  /** Of its end. */
  readonly seq: number;
  readonly time: string;
  /** Absent where its beginning has left the ring. */
  opened?: Omit<StreamOpened, 'streamId'>;
}

export function createStreamsEndpoint(connections: WatchedConnections, delivery: TraceDelivery): AdminEndpoint {
  return {
    method: 'GET',
    path: '/api/streams',
    summary: 'those that are open, and those that ended, the last first: ?conn=&limit=, of each',
    example: { path: '/api/streams?limit=10' },
    async handle({ raw }) {
      const { conn, limit = DEFAULT_LIMIT } = readQuery(raw, { conn: connectionId, limit: wholeNumber(1) });
      return { open: openStreams(connections.streams(conn), limit), ended: await endedStreams(delivery, conn, limit) };
    },
  };
}

function openStreams(streams: Iterable<StreamState>, limit: number): StreamState[] {
  const open: StreamState[] = [];
  for (const stream of streams) {
    open.push(stream);
    if (open.length === limit) break;
  }
  return open;
}

async function endedStreams(delivery: TraceDelivery, conn: string | undefined, limit: number): Promise<EndedStream[]> {
  const { ring, pace } = delivery;
  const ended: EndedStream[] = [];
  const unopened = new Map<string, EndedStream>();
  for await (const event of backwards(ring, pace)) {
    if (conn !== undefined && event.conn !== conn) continue;
    if (event.kind === 'streamClosed' && ended.length < limit) {
      const stream = endedStream(event);
      ended.push(stream);
      unopened.set(nameOf(event.conn, stream.streamId), stream);
    } else if (event.kind === 'streamOpened') {
      takeOpening(unopened, event);
    }
    if (ended.length === limit && unopened.size === 0) break;
  }
  return ended;
}

function endedStream({ conn, seq, time, streamClosed }: EventOf<'streamClosed'>): EndedStream {
  return { conn, seq, time: rfc3339(time), ...streamClosed };
}

function takeOpening(unopened: Map<string, EndedStream>, { conn, streamOpened }: EventOf<'streamOpened'>): void {
  const { streamId, ...opened } = streamOpened;
  const name = nameOf(conn, streamId);
  const stream = unopened.get(name);
  if (stream !== undefined) stream.opened = opened;
  unopened.delete(name);
}

function nameOf(conn: string, streamId: number): string {
  return `${conn}/${streamId}`;
}
