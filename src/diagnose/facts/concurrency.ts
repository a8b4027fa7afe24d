/** How many of the streams that the server allows at once a client has open: RFC 9113 §5.1.2. */

import type { Severity } from '../../trace/event.ts';

/** Whoever has a call that waits for a slot uses one sooner than this: a round trip of a data centre, and a moment to write. */
const HAND_OVER_MICROSECONDS = 5_000;

export class ConcurrencyFacts {
  /** Streams that the client began and that are open. */
  open = 0;
  /** Streams that began right behind the end of another, when there was no other slot. Since it is full. */
  handOvers = 0;
  /** The longest since then that no stream could begin. */
  longestWaitMs = 0;
  /** What was said of it since it is full. */
  told: Severity | undefined = undefined;
  /** Since when all slots are taken, but for moments. Undefined: there is room. */
  private fullSince: number | undefined = undefined;
  /** When a slot became free, while it is full. */
  private freedAt: number | undefined = undefined;
  private lastOpenedAt = 0;

  /** All slots are taken, or were until a moment ago. */
  get isFull(): boolean {
    return this.fullSince !== undefined;
  }

  /** A stream of the client began. @param limit what the server allows; undefined: it has not said */
  opened(limit: number | undefined, time: number): void {
    this.open += 1;
    if (this.fullSince !== undefined) this.refill(time);
    if (limit !== undefined && this.open >= limit && this.open > 0) this.fill(time);
    this.lastOpenedAt = time;
  }

  closed(time: number): void {
    this.open -= 1;
    if (this.fullSince !== undefined) this.freedAt = time;
  }

  /** @returns for how long as many were open as are allowed, without a slot that was free for more than a moment */
  fullForMs(time: number): number {
    if (this.fullSince === undefined || this.hadRoom(time)) return 0;
    return (time - this.fullSince) / 1000;
  }

  /** A slot was free: has this stream waited for it? */
  private refill(time: number): void {
    if (this.hadRoom(time)) {
      this.fullSince = undefined;
      this.freedAt = undefined;
      return;
    }
    if (this.freedAt === undefined) return;
    this.handOvers += 1;
    this.longestWaitMs = Math.max(this.longestWaitMs, (time - this.lastOpenedAt) / 1000);
  }

  private fill(time: number): void {
    this.freedAt = undefined;
    if (this.fullSince !== undefined) return;
    this.fullSince = time;
    this.handOvers = 0;
    this.longestWaitMs = 0;
    this.told = undefined;
  }

  private hadRoom(time: number): boolean {
    return this.freedAt !== undefined && time - this.freedAt > HAND_OVER_MICROSECONDS;
  }
}
