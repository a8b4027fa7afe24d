/** The connections that are open, and those that closed last: for whoever asks what goes on. */

import type { ConnectionState, ConnectionSummary, StreamState } from '../trace/connection-state.ts';
import type { ConnectionOpened } from '../trace/event.ts';
import type { TransportEnd } from '../trace/protocol-trace.ts';
import type { Clock } from './clock.ts';
import type { SpliceObserver } from './splice.ts';

/** A few hundred bytes each. Who needs more of the past has the trace. */
const MAX_CLOSED = 1_000;

/** An observer of a connection that can be asked about it. */
export interface WatchedConnection extends SpliceObserver {
  /** A second has passed. */
  tick(): void;
  /** @param time microseconds since the Unix epoch */
  summary(time: number): ConnectionSummary;
  /** Those that are open, by id. */
  streams(time: number): readonly StreamState[];
  state(time: number): ConnectionState;
}

export class Connections {
  private readonly clock: Clock;
  private readonly onClosed: (conn: string) => void;
  private readonly open = new Map<string, WatchedConnection>();
  /** Oldest first. */
  private readonly closed = new Map<string, ConnectionSummary>();

  /** @param onClosed told of each that has closed */
  constructor(clock: Clock, onClosed: (conn: string) => void) {
    this.clock = clock;
    this.onClosed = onClosed;
  }

  /** @returns what is to observe the connection */
  add(conn: string, connection: WatchedConnection): SpliceObserver {
    this.open.set(conn, connection);
    return {
      chunk: connection.chunk.bind(connection),
      end: (end) => this.end(conn, connection, end),
    };
  }

  /** Those that are open, the newest first; then those that closed, the last first. */
  summaries(): ConnectionSummary[] {
    const time = this.clock();
    const open = [...this.open.values()].reverse().map((connection) => connection.summary(time));
    return [...open, ...[...this.closed.values()].reverse()];
  }

  /** @returns undefined where there is none, or none any more */
  state(conn: string): ConnectionState | undefined {
    const closed = this.closed.get(conn);
    return closed === undefined ? this.open.get(conn)?.state(this.clock()) : { summary: closed, streams: [] };
  }

  /** To be called each second. */
  tick(): void {
    for (const connection of this.open.values()) connection.tick();
  }

  /** How it began, as far as it is remembered. */
  openedOf(conn: string): ConnectionOpened | undefined {
    return (this.closed.get(conn) ?? this.open.get(conn)?.summary(this.clock()))?.opened;
  }

  /** Open streams, the newest connections first; of one connection where it is named. */
  *streams(conn?: string): Generator<StreamState> {
    const time = this.clock();
    const asked = conn === undefined ? [...this.open.values()].reverse() : [this.open.get(conn)];
    for (const connection of asked) yield* connection?.streams(time).toReversed() ?? [];
  }

  private end(conn: string, connection: WatchedConnection, end: TransportEnd): void {
    connection.end(end);
    this.open.delete(conn);
    this.closed.set(conn, connection.summary(this.clock()));
    const [oldest] = this.closed.keys();
    if (this.closed.size > MAX_CLOSED && oldest !== undefined) this.closed.delete(oldest);
    this.onClosed(conn);
  }
}
