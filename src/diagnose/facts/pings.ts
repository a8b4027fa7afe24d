/** The PINGs of one side, and the ACKs that came back: RFC 9113 §6.7. */

import type { FrameEvent } from '../rule.ts';

/** Who sends more than this without an answer gets none: what is waited for is bounded. */
const MAX_OUTSTANDING = 32;

/** What is kept of the last ones, for an explanation that quotes their intervals. */
const RECENT = 8;

/** Round trips that are kept: enough for a median, and for a 95th percentile that is not the largest. */
const ROUND_TRIPS = 64;

export interface SentPing {
  /** Its eight bytes in hex. */
  readonly opaque: string;
  readonly time: number;
  readonly seq: number;
  /** When it was sent. */
  readonly openStreams: number;
  /** Since the PING before; undefined for the first. */
  readonly sinceLastMs: number | undefined;
}

export class PingFacts {
  count = 0;
  /** Oldest first. */
  readonly recent: SentPing[] = [];
  /** By their eight bytes, oldest first. */
  readonly outstanding = new Map<string, SentPing>();
  /** Milliseconds, the last ones, oldest first. */
  readonly roundTripsMs: number[] = [];

  sent({ time, seq, frame }: FrameEvent, openStreams: number): void {
    const last = this.recent.at(-1);
    const opaque = frame.ping?.opaque ?? '';
    const sinceLastMs = last === undefined ? undefined : (time - last.time) / 1000;
    const ping = { opaque, time, seq, openStreams, sinceLastMs };
    this.count += 1;
    this.recent.push(ping);
    if (this.recent.length > RECENT) this.recent.shift();
    // Of several with the same bytes the first is the one that is waited for.
    if (!this.outstanding.has(opaque)) this.await(ping);
  }

  private await(ping: SentPing): void {
    const [oldest] = this.outstanding.keys();
    if (this.outstanding.size >= MAX_OUTSTANDING && oldest !== undefined) this.outstanding.delete(oldest);
    this.outstanding.set(ping.opaque, ping);
  }

  acknowledged({ frame }: FrameEvent): void {
    const { opaque = '', rttMs } = frame.ping ?? {};
    this.outstanding.delete(opaque);
    if (rttMs === undefined) return;
    this.roundTripsMs.push(rttMs);
    if (this.roundTripsMs.length > ROUND_TRIPS) this.roundTripsMs.shift();
  }
}
