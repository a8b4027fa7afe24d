/**
 * The server's list of connections, and what events have told since it was made.
 *
 * The list has all that ever happened on a connection, also before the page was there; but it is asked for, and events come before and
 * behind the answer. Each row says by its age when it was counted: streams that opened or ended later, of those that are known, are
 * counted on top, and events that come later and are older are not counted again.
 */

import type { SummaryJson } from '../source/server-json.ts';
import type { ConnectionRow, StreamRow } from '../state/state.ts';
import { type KnownConnection, newestFirst } from './summary-connections.ts';

interface Later {
  readonly opened: number;
  readonly ended: number;
}

const NOTHING: Later = { opened: 0, ended: 0 };

/** @returns the newest first */
export function withListed(
  rows: readonly ConnectionRow[],
  listed: readonly SummaryJson[],
  streams: readonly StreamRow[],
): readonly ConnectionRow[] {
  const fresh = new Map(listed.map((summary) => [summary.conn, rowOf(summary)]));
  const later = laterStreams(fresh, streams);
  const lastCounted = newestCount(fresh.values());
  const all = new Map<string, KnownConnection>();
  for (const row of rows) if (fresh.has(row.conn) || isStillKnown(row, lastCounted)) all.set(row.conn, row);
  for (const [conn, row] of fresh) all.set(conn, merged(all.get(conn), row, later.get(conn) ?? NOTHING));
  const inOrder = [...all].sort(([, a], [, b]) => byAge(a, b));
  const next = newestFirst(new Map(inOrder));
  return next.length === rows.length && next.every((row, n) => row === rows[n]) ? rows : next;
}

/** The oldest first. Of two that opened at once "c9" is before "c10": an order that is the same each time. */
function byAge(a: ConnectionRow, b: ConnectionRow): number {
  return (a.openedAt ?? 0) - (b.openedAt ?? 0) || a.conn.length - b.conn.length || (a.conn < b.conn ? -1 : 1);
}

function rowOf(summary: SummaryJson): KnownConnection & { readonly countedUpTo: number } {
  const { conn, opened, closed, streams, openStreams, clientBytes, serverBytes, ageMs, idleMs } = summary;
  const openedAt = microseconds(summary.openedAt);
  return {
    conn,
    opened,
    openedAt,
    closed,
    streams,
    openStreams: closed === undefined ? openStreams : 0,
    clientBytes,
    serverBytes,
    ageMs,
    idleMs,
    countedUpTo: Math.round(openedAt + ageMs * 1000),
  };
}

/** What has closed stays as it is. A list that was made before the end is too late. */
function merged(before: KnownConnection | undefined, row: KnownConnection, { opened, ended }: Later): KnownConnection {
  if (before?.closed !== undefined && before.opened !== undefined) return before;
  if (row.closed !== undefined) return row;
  if (before?.closed !== undefined) return { ...before, opened: row.opened };
  return { ...row, streams: row.streams + opened, openStreams: Math.max(0, row.openStreams + opened - ended) };
}

/** Of those that are known: what is newer than the row that the list has of their connection. */
function laterStreams(
  fresh: ReadonlyMap<string, { readonly countedUpTo: number }>,
  streams: readonly StreamRow[],
): ReadonlyMap<string, Later> {
  const later = new Map<string, Later>();
  for (const { conn, opened, closed } of streams) {
    const countedUpTo = fresh.get(conn)?.countedUpTo ?? Number.POSITIVE_INFINITY;
    const more = { opened: isAfter(opened, countedUpTo), ended: isAfter(closed, countedUpTo) };
    const before = later.get(conn) ?? NOTHING;
    if (more.opened + more.ended > 0) {
      later.set(conn, { opened: before.opened + more.opened, ended: before.ended + more.ended });
    }
  }
  return later;
}

function isAfter(event: { readonly time: number } | undefined, time: number): 0 | 1 {
  return event !== undefined && event.time > time ? 1 : 0;
}

/** The server lists all that are open: one that it does not, and that is older than the list, has closed, and nobody saw it. */
function isStillKnown({ closed, openedAt }: ConnectionRow, lastCounted: number): boolean {
  return closed !== undefined || (openedAt ?? 0) > lastCounted;
}

/** When the list was made, as far as connections that are open tell. */
function newestCount(fresh: Iterable<ReturnType<typeof rowOf>>): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { closed, countedUpTo } of fresh) if (closed === undefined) newest = Math.max(newest, countedUpTo);
  return newest;
}

/** @param text RFC 3339, as formats/time.ts writes it: `Date` knows milliseconds */
function microseconds(text: string): number {
  const [, beyond = ''] = /\.\d{3}(\d{1,3})/.exec(text) ?? [];
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? 0 : milliseconds * 1000 + Number(beyond.padEnd(3, '0'));
}
