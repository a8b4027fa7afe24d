/** A window of one sender, of a stream or of a connection, RFC 9113 §6.9: how long it kept its sender waiting. */

/** RFC 9113 §6.9.2: what both kinds begin with, where SETTINGS_INITIAL_WINDOW_SIZE says nothing else for those of streams. */
export const DEFAULT_WINDOW = 65_535;

export class WindowFacts {
  /** What may still be sent; undefined until a frame told it. */
  left: number | undefined = undefined;
  /** The largest that it was seen to be. */
  most = 0;
  /** Since when it is used up: microseconds since the Unix epoch. Undefined: its sender may send. */
  stalledSince: number | undefined = undefined;
  /** `seq` of the DATA frame that used it up, the last time. */
  stalledBy = 0;
  /** How often it was used up, and credit came. */
  stalls = 0;
  stalledMs = 0;
  /** When credit came last for one that was used up. */
  stallEndedAt: number | undefined = undefined;
  /** How often it was used up, credit came, and more DATA behind it: and how long that took, from DATA to DATA. */
  cycles = 0;
  cycleMs = 0;
  /** Of the last DATA, and of the last credit; 0 before the first. */
  spentAt = 0;
  creditedAt = 0;
  /** The `stalledSince` that somebody was told of. */
  toldOf: number | undefined = undefined;
  /** When it was used up, the last time, where credit has come and no DATA yet; 0: not so. */
  private cycleFrom = 0;

  /** DATA left this much of it. @param isLast nothing comes behind: whoever has said all waits for nothing */
  spent(left: number, isLast: boolean, time: number, seq: number): void {
    this.left = left;
    this.spentAt = time;
    if (this.cycleFrom !== 0) this.goesOn(time);
    if (left > 0 || isLast) {
      this.stalledSince = undefined;
    } else if (this.stalledSince === undefined) {
      this.stalledSince = time;
      this.stalledBy = seq;
    }
  }

  credited(left: number, time: number): void {
    this.left = left;
    this.creditedAt = time;
    if (left > this.most) this.most = left;
    if (left <= 0 || this.stalledSince === undefined) return;
    this.stalls += 1;
    this.stalledMs += (time - this.stalledSince) / 1000;
    this.cycleFrom = this.stalledSince;
    this.stallEndedAt = time;
    this.stalledSince = undefined;
  }

  /** @returns how long it has been used up at `time`; 0 where it is not */
  stalledForMs(time: number): number {
    return this.stalledSince === undefined ? 0 : (time - this.stalledSince) / 1000;
  }

  /** @returns what it is when all was given back */
  full(initial = DEFAULT_WINDOW): number {
    return Math.max(initial, this.most);
  }

  private goesOn(time: number): void {
    this.cycles += 1;
    this.cycleMs += (time - this.cycleFrom) / 1000;
    this.cycleFrom = 0;
  }
}
