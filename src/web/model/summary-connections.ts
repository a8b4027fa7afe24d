/** Connections, open and closed, as events tell of them. */

import type { ConnectionRow } from '../state/state.ts';
import { bounded } from './summary-bounded.ts';
import type { ConnectionNews } from './summary-streams.ts';

/** As many as the server keeps of those that closed; with all that is said of each some 2 MB. */
export const MAX_CONNECTIONS = 1000;

/** What this part knows beside what views see. */
export interface KnownConnection extends ConnectionRow {
  /** The server has counted its streams up to here. Microseconds since the Unix epoch. */
  readonly countedUpTo?: number;
}

/** @returns the newest first */
export function withConnectionNews(
  rows: readonly ConnectionRow[],
  news: readonly ConnectionNews[],
): readonly ConnectionRow[] {
  if (news.length === 0) return rows;
  const byId = new Map<string, KnownConnection>();
  for (let n = rows.length - 1; n >= 0; n--) byId.set((rows[n] as ConnectionRow).conn, rows[n] as ConnectionRow);
  for (const event of news)
    byId.set(event.conn, told(heard(byId.get(event.conn) ?? unknown(event.conn), event), event));
  return newestFirst(byId);
}

/** @param byId the oldest first */
export function newestFirst(byId: Map<string, KnownConnection>): readonly ConnectionRow[] {
  return [...bounded(byId, MAX_CONNECTIONS, isClosed).values()].reverse();
}

/** What any event of a connection says: how old it is. */
function heard(row: KnownConnection, event: ConnectionNews): KnownConnection {
  const { time, offsetMs } = event;
  return {
    ...row,
    openedAt: row.openedAt ?? Math.round(time - offsetMs * 1000),
    ageMs: Math.max(row.ageMs, offsetMs),
    // Bytes have passed right now, unless it is a thing of the past.
    idleMs: row.idleMs === undefined || isCounted(row, event) ? row.idleMs : 0,
  };
}

function told(row: KnownConnection, event: ConnectionNews): KnownConnection {
  switch (event.kind) {
    case 'connectionOpened':
      return { ...row, opened: event.connectionOpened, openedAt: event.time };
    case 'connectionClosed': {
      const { streams, clientBytes, serverBytes, ageMs } = event.connectionClosed;
      return { ...row, closed: event.connectionClosed, streams, openStreams: 0, clientBytes, serverBytes, ageMs };
    }
    case 'streamOpened':
      if (isCounted(row, event)) return row;
      return { ...row, streams: row.streams + 1, openStreams: row.openStreams + 1 };
    case 'streamClosed':
      return isCounted(row, event) ? row : streamEnded(row);
  }
}

/** Of a trace that begins in the middle of a stream only its end is known: it is a stream all the same. */
function streamEnded(row: KnownConnection): KnownConnection {
  return row.openStreams > 0 ? { ...row, openStreams: row.openStreams - 1 } : { ...row, streams: row.streams + 1 };
}

/** The server's list, or the totals at the end of the connection, have it. */
function isCounted({ closed, countedUpTo }: KnownConnection, { time }: ConnectionNews): boolean {
  return closed !== undefined || (countedUpTo !== undefined && time <= countedUpTo);
}

function isClosed({ closed }: KnownConnection): boolean {
  return closed !== undefined;
}

/** Of which nothing has been heard yet. */
export function unknown(conn: string): KnownConnection {
  return {
    conn,
    opened: undefined,
    openedAt: undefined,
    closed: undefined,
    streams: 0,
    openStreams: 0,
    clientBytes: 0,
    serverBytes: 0,
    ageMs: 0,
    idleMs: undefined,
  };
}
