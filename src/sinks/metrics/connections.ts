/** Connections: how many came, are open and ended, and what is held of those that are open. */

import type { ConnectionClosed, ConnectionOpened, Headers, ListenerName, Side } from '../../trace/event.ts';
import { BucketCounts } from './bucket-counts.ts';
import type { Family, NumberFamily, Sample } from './family.ts';
import { Tally } from './tally.ts';
import { CONNECTION_END, domain, ENDED_BY, LISTENER, PROTOCOL } from './vocabulary.ts';
import type { OpenStalls } from './window-stalls.ts';

/** As many as file descriptors allow in most places; some 200 bytes each. More are counted, but not followed. */
export const MAX_CONNECTIONS = 65_536;

/** In seconds: from a probe of health to a pool that lives for a day. */
const AGE_BOUNDS = [0.01, 0.1, 1, 10, 60, 300, 1_800, 3_600, 14_400, 86_400];

/** What is known of an open connection. */
export interface OpenConnection {
  readonly listener: ListenerName;
  /** Microseconds since the Unix epoch. */
  readonly openedAt: number;
  streams: number;
  /** Of the HPACK dynamic tables, in bytes. */
  clientTable: number;
  serverTable: number;
  readonly stalls: OpenStalls;
}

export class Connections {
  readonly families: readonly Family[];
  private readonly now: () => number;
  /** In the order in which they opened. */
  private readonly open = new Map<string, OpenConnection>();
  /** Events come in batches of one connection. */
  private lastConn = '';
  private last: OpenConnection | undefined = undefined;
  private readonly ages = new BucketCounts(AGE_BOUNDS);
  private readonly opened = new Tally(
    'sre_connections_total',
    'Connections that were accepted, by listener and by what their first bytes turned out to be.',
    domain('listener', LISTENER),
    domain('protocol', PROTOCOL),
  );
  private readonly ends = new Tally(
    'sre_connection_ends_total',
    'Connections that ended: how, and who ended them; ended_by none: cut by us.',
    domain('how', CONNECTION_END),
    domain('ended_by', ENDED_BY),
  );

  /** @param now microseconds since the Unix epoch */
  constructor(now: () => number) {
    this.now = now;
    this.families = [
      this.opened,
      this.ends,
      this.perListener('sre_open_connections', 'Connections that are open.', () => 1),
      this.perListener('sre_open_streams', 'HTTP/2 streams that are open.', ({ streams }) => streams),
      {
        name: 'sre_connection_age_seconds',
        type: 'histogram',
        help: 'Age of connections at their end.',
        labelNames: [],
        collect: () => [{ labels: {}, counts: this.ages }],
      },
      {
        name: 'sre_oldest_open_connection_age_seconds',
        type: 'gauge',
        help: 'Age of the oldest connection that is open; a listener without one has no sample.',
        labelNames: ['listener'],
        collect: () => this.oldest(),
      },
      {
        name: 'sre_hpack_table_bytes',
        type: 'gauge',
        help: 'HPACK dynamic tables of all open connections together, by the side whose encoder fills them.',
        labelNames: ['side'],
        collect: () => this.tables(),
      },
    ];
  }

  /** @returns undefined where it is not followed: it opened before we listened, or there were too many */
  find(conn: string): OpenConnection | undefined {
    if (conn === this.lastConn) return this.last;
    this.lastConn = conn;
    this.last = this.open.get(conn);
    return this.last;
  }

  connectionOpened(conn: string, { listener, protocol }: ConnectionOpened, openedAt: number): void {
    this.opened.add(1, LISTENER[listener], PROTOCOL[protocol]);
    this.lastConn = '';
    if (this.open.size >= MAX_CONNECTIONS) return;
    this.open.set(conn, { listener, openedAt, streams: 0, clientTable: 0, serverTable: 0, stalls: new Map() });
  }

  connectionClosed({ how, endedBy, ageMs }: ConnectionClosed): void {
    this.ends.add(1, CONNECTION_END[how], ENDED_BY[endedBy ?? 'none']);
    this.ages.observe(ageMs / 1000);
  }

  forget(conn: string): void {
    this.open.delete(conn);
    this.lastConn = '';
  }

  private perListener(name: string, help: string, read: (connection: OpenConnection) => number): NumberFamily {
    const { label, values } = domain('listener', LISTENER);
    const collect = (): Sample[] => {
      const totals = new Map(values.map((listener) => [listener, 0]));
      for (const connection of this.open.values()) {
        totals.set(connection.listener, (totals.get(connection.listener) ?? 0) + read(connection));
      }
      return Array.from(totals, ([listener, value]) => ({ labels: { [label]: listener }, value }));
    };
    return { name, type: 'gauge', help, labelNames: [label], collect };
  }

  private oldest(): Sample[] {
    const first = new Map<ListenerName, number>();
    for (const { listener, openedAt } of this.open.values()) {
      if (!first.has(listener)) first.set(listener, openedAt);
    }
    const now = this.now();
    return Array.from(first, ([listener, openedAt]) => ({ labels: { listener }, value: (now - openedAt) / 1_000_000 }));
  }

  private tables(): Sample[] {
    let client = 0;
    let server = 0;
    for (const { clientTable, serverTable } of this.open.values()) {
      client += clientTable;
      server += serverTable;
    }
    return [
      { labels: { side: 'CLIENT' satisfies Side }, value: client },
      { labels: { side: 'SERVER' satisfies Side }, value: server },
    ];
  }
}

export function setTable(connection: OpenConnection, from: Side, { tableSize }: Headers): void {
  if (from === 'CLIENT') connection.clientTable = tableSize;
  else connection.serverTable = tableSize;
}
