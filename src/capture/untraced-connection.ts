import type { ConnectionState, ConnectionSummary } from '../trace/connection-state.ts';
import type { ConnectionClosed, ConnectionOpened, Side } from '../trace/event.ts';
import type { TransportEnd } from '../trace/protocol-trace.ts';
import type { Clock } from './clock.ts';
import type { WatchedConnection } from './connections.ts';

const NOT_TRACED = 'it was not traced: its bytes were counted, and its stage is what they tell';

/** A connection that nobody reads (`--trace off`): what is known of it is who opened it, when, and how many bytes passed. */
export class UntracedConnection implements WatchedConnection {
  private readonly conn: string;
  private readonly opened: ConnectionOpened;
  private readonly openedAt: number;
  private readonly clock: Clock;
  private clientBytes = 0;
  private serverBytes = 0;
  private closed: ConnectionClosed | undefined = undefined;

  /** @param openedAt microseconds since the Unix epoch */
  constructor(conn: string, opened: ConnectionOpened, openedAt: number, clock: Clock) {
    this.conn = conn;
    this.opened = opened;
    this.openedAt = openedAt;
    this.clock = clock;
  }

  chunk(from: Side, { length }: Uint8Array): void {
    if (from === 'CLIENT') this.clientBytes += length;
    else this.serverBytes += length;
  }

  end(end: TransportEnd): void {
    const { clientBytes, serverBytes } = this;
    const ageMs = (this.clock() - this.openedAt) / 1000;
    const counted = { frames: [], streams: 0, clientBytes, serverBytes, ageMs, openStreams: 0 };
    const stage = clientBytes === 0 || serverBytes === 0 ? 'OPENING' : 'IDLE';
    this.closed = { ...end, ...counted, stage, origin: 'UNKNOWN', originReason: NOT_TRACED };
  }

  tick(): void {}

  summary(time: number): ConnectionSummary {
    const { conn, openedAt, opened, clientBytes, serverBytes, closed } = this;
    const ageMs = closed?.ageMs ?? (time - openedAt) / 1000;
    const counted = { clientBytes, serverBytes, streams: 0, openStreams: 0, frames: [] };
    const known = { conn, openedAt, opened, recording: 'UNTRACED' as const, ageMs, ...counted };
    return closed === undefined ? known : { ...known, closed };
  }

  streams(): readonly [] {
    return [];
  }

  state(time: number): ConnectionState {
    return { summary: this.summary(time), streams: [] };
  }
}
