/** The WINDOW_UPDATE frames of one side: RFC 9113 §6.9. */

/** A frame of 13 bytes and a write for less than that is more than what it is good for. */
export const TINY_INCREMENT = 1024;

export class CreditFacts {
  count = 0;
  tiny = 0;
  /** What the tiny ones gave. */
  tinyBytes = 0;
  /** `seq` of the last tiny one. */
  lastTiny = 0;
  private countThen = 0;
  private tinyThen = 0;
  /** Looks in a row that found many tiny ones. */
  busyLooks = 0;

  add(increment: number, seq: number): void {
    this.count += 1;
    if (increment >= TINY_INCREMENT) return;
    this.tiny += 1;
    this.tinyBytes += increment;
    this.lastTiny = seq;
  }

  /** To be called each second. @returns how many there were since the last time */
  look(isBusy: (count: number, tiny: number) => boolean): number {
    const [count, tiny] = [this.count - this.countThen, this.tiny - this.tinyThen];
    this.countThen = this.count;
    this.tinyThen = this.tiny;
    this.busyLooks = isBusy(count, tiny) ? this.busyLooks + 1 : 0;
    return tiny;
  }
}
