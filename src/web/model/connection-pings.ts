/** Round trips of PING, RFC 9113 §6.7: of each side's own PINGs, until the other one acknowledged them. */

import type { EventOf, Ping, Side } from '../../trace/event.ts';
import { otherSide } from './connection-words.ts';
import { type Point, reduced } from './series.ts';

export interface PingRounds {
  /** Who sent the PINGs. */
  readonly from: Side;
  /** At the time of the ACK, `value` in milliseconds; bounded. */
  readonly points: readonly Point[];
  readonly count: number;
  readonly minMs: number;
  readonly medianMs: number;
  readonly maxMs: number;
  readonly lastMs: number;
  /** PINGs that nothing came for, up to now. */
  readonly unanswered: number;
}

/** More in flight than this tell nothing more; the oldest are forgotten. */
const MAX_IN_FLIGHT = 64;

/** A sparkline is small. */
const MAX_POINTS = 200;

interface OfSide {
  readonly rounds: Point[];
  /** By the 8 bytes, in hex: when it was sent. */
  readonly inFlight: Map<string, number>;
}

export class PingTeller {
  private readonly sides: { readonly [side in Side]: OfSide } = {
    CLIENT: { rounds: [], inFlight: new Map() },
    SERVER: { rounds: [], inFlight: new Map() },
  };

  frame({ offsetMs, frame }: EventOf<'frame'>): void {
    if (frame.ping === undefined) return;
    if (frame.ping.ack) this.acknowledged(this.sides[otherSide(frame.from)], frame.ping, offsetMs);
    else this.sent(this.sides[frame.from], frame.ping, offsetMs);
  }

  /** Of the sides that sent any. */
  rounds(): readonly PingRounds[] {
    return (['CLIENT', 'SERVER'] as const).flatMap((from) => {
      const { rounds, inFlight } = this.sides[from];
      return rounds.length + inFlight.size === 0 ? [] : [roundsOf(from, rounds, inFlight.size)];
    });
  }

  private sent({ inFlight }: OfSide, { opaque }: Ping, atMs: number): void {
    inFlight.delete(opaque);
    inFlight.set(opaque, atMs);
    if (inFlight.size <= MAX_IN_FLIGHT) return;
    for (const oldest of inFlight.keys()) {
      inFlight.delete(oldest);
      return;
    }
  }

  private acknowledged({ rounds, inFlight }: OfSide, { opaque, rttMs }: Ping, atMs: number): void {
    const sentAt = inFlight.get(opaque);
    inFlight.delete(opaque);
    // Of a PING that is no longer held the ACK still tells.
    const value = rttMs ?? (sentAt === undefined ? undefined : atMs - sentAt);
    if (value !== undefined) rounds.push({ atMs, value });
  }
}

function roundsOf(from: Side, rounds: readonly Point[], unanswered: number): PingRounds {
  const sorted = rounds.map(({ value }) => value).sort((a, b) => a - b);
  return {
    from,
    points: reduced(rounds, MAX_POINTS),
    count: rounds.length,
    minMs: sorted[0] ?? 0,
    medianMs: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0,
    maxMs: sorted.at(-1) ?? 0,
    lastMs: rounds.at(-1)?.value ?? 0,
    unanswered,
  };
}
