/**
 * Credit of a connection's window that is not given back: what was sent on streams that have closed, and never came back as a
 * WINDOW_UPDATE. Measured while it is quiet, since credit for what was just read is still on its way.
 */

import type { WindowFacts } from './window.ts';

/** Receivers that read give credit sooner, if they give any. */
const QUIET_MICROSECONDS = 2_000_000;

export class LostCreditFacts {
  /** Bytes, at the last quiet moment: a lower bound. */
  missing = 0;
  /** Quiet moments in a row that each found more missing than the one before. */
  growths = 0;
  /** When DATA came last before the moment that was measured. */
  private measuredAt = -1;

  /** @param unread what open streams may hold of it at most. @returns whether this is a quiet moment that was not measured before */
  look(window: WindowFacts, unread: number, time: number): boolean {
    const { left, spentAt, creditedAt } = window;
    if (left === undefined || spentAt === this.measuredAt) return false;
    if (time - Math.max(spentAt, creditedAt) < QUIET_MICROSECONDS) return false;
    const missing = Math.max(0, window.full() - left - unread);
    this.growths = missing > this.missing ? this.growths + 1 : 0;
    this.missing = missing;
    this.measuredAt = spentAt;
    return true;
  }
}
