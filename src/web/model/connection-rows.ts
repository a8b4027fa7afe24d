/** The table of connections: open ones first, and in the order that was asked for. */

import { hostPort } from '../../formats/address.ts';
import { printableBytes } from '../../formats/escape.ts';
import type { ConnectionRow } from '../state/state.ts';
import { endingOf } from './connection-life.ts';
import { unknown } from './summary-connections.ts';

export type SortKey =
  | 'conn'
  | 'peer'
  | 'listener'
  | 'protocol'
  | 'age'
  | 'idle'
  | 'streams'
  | 'client'
  | 'server'
  | 'end';

export interface Sorting {
  readonly by: SortKey;
  readonly descending: boolean;
}

/** The newest first. */
export const FIRST_SORTING: Sorting = { by: 'conn', descending: true };

/** The page itself is connected to the admin port, and whatever scrapes metrics is: seldom what is looked for. */
export function isTraffic({ opened }: Pick<ConnectionRow, 'opened'>): boolean {
  return opened?.listener !== 'admin';
}

export type Show = 'all' | 'traffic' | 'open' | 'failed';
export const SHOWS: readonly Show[] = ['all', 'traffic', 'open', 'failed'];

const MATCHES: { readonly [show in Show]: (row: ConnectionRow) => boolean } = {
  all: () => true,
  traffic: isTraffic,
  open: (row) => isTraffic(row) && row.closed === undefined,
  failed: (row) => isTraffic(row) && endingOf(row.closed).tone === 'error',
};

export function matching(connections: readonly ConnectionRow[], show: Show): readonly ConnectionRow[] {
  return connections.filter(MATCHES[show]);
}

export interface ShownRows {
  readonly rows: readonly ConnectionRow[];
  readonly leftOut: number;
}

/** More rows than this are not read; a filter or the address of a connection finds the others. */
export const MAX_ROWS = 300;

/** @param selected is always shown */
export function shownRows(connections: readonly ConnectionRow[], sorting: Sorting, selected?: string): ShownRows {
  const sorted = connections.toSorted((a, b) => openFirst(a, b) || compare(a, b, sorting));
  const rows = sorted.slice(0, MAX_ROWS);
  const chosen = sorted.slice(MAX_ROWS).filter(({ conn }) => conn === selected);
  return { rows: [...rows, ...chosen], leftOut: sorted.length - rows.length - chosen.length };
}

/** Another column: names from A, numbers from the largest. The same one: the other way round. */
export function sortedBy(before: Sorting, by: SortKey): Sorting {
  return { by, descending: before.by === by ? !before.descending : typeof VALUES[by](unknown('')) === 'number' };
}

function openFirst(a: ConnectionRow, b: ConnectionRow): number {
  return Number(a.closed !== undefined) - Number(b.closed !== undefined);
}

function compare(a: ConnectionRow, b: ConnectionRow, { by, descending }: Sorting): number {
  const [first, second] = [VALUES[by](a), VALUES[by](b)];
  const order =
    typeof first === 'number' && typeof second === 'number'
      ? first - second
      : String(first).localeCompare(String(second));
  return (descending ? -order : order) || VALUES.conn(b) - VALUES.conn(a);
}

const VALUES = {
  /** c10 comes behind c9. */
  conn: ({ conn }: ConnectionRow) => Number.parseInt(conn.slice(1), 10) || 0,
  peer: ({ opened }: ConnectionRow) => (opened === undefined ? '' : hostPort(opened.peer)),
  listener: ({ opened }: ConnectionRow) => opened?.listener ?? '',
  protocol: (row: ConnectionRow) => protocolText(row),
  age: ({ ageMs }: ConnectionRow) => ageMs,
  idle: ({ idleMs }: ConnectionRow) => idleMs ?? -1,
  streams: ({ streams }: ConnectionRow) => streams,
  client: ({ clientBytes }: ConnectionRow) => clientBytes,
  server: ({ serverBytes }: ConnectionRow) => serverBytes,
  end: ({ closed }: ConnectionRow) => endingOf(closed).text,
} as const satisfies { readonly [key in SortKey]: (row: ConnectionRow) => string | number };

/** "h2 · TLSv1.3 · ALPN h2", "h2c": what was agreed, of a peer's words nothing. */
export function protocolText({ opened }: Pick<ConnectionRow, 'opened'>): string {
  if (opened === undefined) return '';
  const { protocol, tls } = opened;
  const parts = [
    protocol,
    tls?.version,
    tls?.alpn === undefined || tls.alpn === protocol ? undefined : `ALPN ${printableBytes(tls.alpn)}`,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
