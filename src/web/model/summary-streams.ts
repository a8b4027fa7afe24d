/** Calls, open and ended, as their events tell of them. */

import type { EventOf, TraceEvent } from '../../trace/event.ts';
import type { StreamRow } from '../state/state.ts';
import { bounded } from './summary-bounded.ts';

/** What a table and a waterfall can be read of; with both events of each some 3 MB. */
export const MAX_STREAMS = 2000;

type Told = 'connectionOpened' | 'connectionClosed' | 'streamOpened' | 'streamClosed';
export type ConnectionNews = { readonly [K in Told]: EventOf<K> }[Told];

export interface EndedCall {
  readonly opened: EventOf<'streamOpened'> | undefined;
  readonly closed: EventOf<'streamClosed'>;
}

export interface FoldedStreams {
  /** The same map, where there was nothing new. In the order in which they opened. */
  readonly byKey: ReadonlyMap<string, StreamRow>;
  /** What connections are to be told of: events that came before are not in it. */
  readonly news: readonly ConnectionNews[];
  readonly ended: readonly EndedCall[];
}

interface Draft {
  readonly byKey: Map<string, StreamRow>;
  readonly news: ConnectionNews[];
  readonly ended: EndedCall[];
  isChanged: boolean;
}

export function keyed(streams: readonly StreamRow[]): ReadonlyMap<string, StreamRow> {
  return new Map(streams.map((row) => [keyOf(row.conn, row.streamId), row]));
}

export function foldStreams(byKey: ReadonlyMap<string, StreamRow>, events: readonly TraceEvent[]): FoldedStreams {
  const told = events.filter(isTold);
  if (told.length === 0) return { byKey, news: [], ended: [] };
  const draft: Draft = { byKey: new Map(byKey), news: [], ended: [], isChanged: false };
  for (const event of told) tell(draft, event);
  const { news, ended } = draft;
  return { byKey: draft.isChanged ? bounded(draft.byKey, MAX_STREAMS, isEnded) : byKey, news, ended };
}

function tell(draft: Draft, event: ConnectionNews): void {
  if (event.kind === 'streamOpened') opens(draft, event);
  else if (event.kind === 'streamClosed') closes(draft, event);
  else draft.news.push(event);
}

function opens(draft: Draft, opened: EventOf<'streamOpened'>): void {
  const { byKey, news } = draft;
  const { conn, streamOpened } = opened;
  const key = keyOf(conn, streamOpened.streamId);
  const row = byKey.get(key);
  if (row?.opened?.seq === opened.seq) return;
  draft.isChanged = true;
  const { closed } = row ?? {};
  // Its end came first, in whatever way: it is the call that has been counted.
  const isLate = row?.opened === undefined && closed !== undefined && closed.seq > opened.seq;
  if (!isLate) byKey.delete(key);
  byKey.set(key, { conn, streamId: streamOpened.streamId, opened, closed: isLate ? closed : undefined });
  if (!isLate) news.push(opened);
}

function closes(draft: Draft, closed: EventOf<'streamClosed'>): void {
  const { byKey, news, ended } = draft;
  const { conn, streamClosed } = closed;
  const key = keyOf(conn, streamClosed.streamId);
  const row = byKey.get(key);
  if (row?.closed?.seq === closed.seq) return;
  draft.isChanged = true;
  const opened = row?.closed === undefined ? row?.opened : undefined;
  byKey.set(key, { conn, streamId: streamClosed.streamId, opened, closed });
  news.push(closed);
  ended.push({ opened, closed });
}

function keyOf(conn: string, streamId: number): string {
  return `${conn}/${streamId}`;
}

function isEnded(row: StreamRow): boolean {
  return row.closed !== undefined;
}

function isTold(event: TraceEvent): event is ConnectionNews {
  switch (event.kind) {
    case 'connectionOpened':
    case 'connectionClosed':
    case 'streamOpened':
    case 'streamClosed':
      return true;
    default:
      return false;
  }
}
