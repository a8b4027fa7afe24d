/** Whether a connection's window keeps its sender waiting second after second: what it counts, seen from one second to the next. */

import type { WindowFacts } from './window.ts';

/** Of a second: less than half of it lost is no bottleneck. */
const MOST_OF_A_SECOND_MS = 500;

/** One pause is no cycle. */
const MIN_CYCLES = 3;

export class WindowCycles {
  /** Seconds in a row of which the sender waited for most. */
  seconds = 0;
  /** In those seconds. */
  cycles = 0;
  waitedMs = 0;
  private cyclesThen = 0;
  private cycleMsThen = 0;

  /** To be called each second. */
  look(window: WindowFacts): void {
    const cycles = window.cycles - this.cyclesThen;
    const waitedMs = window.cycleMs - this.cycleMsThen;
    this.cyclesThen = window.cycles;
    this.cycleMsThen = window.cycleMs;
    if (cycles < MIN_CYCLES || waitedMs < MOST_OF_A_SECOND_MS) {
      this.seconds = 0;
      this.cycles = 0;
      this.waitedMs = 0;
      return;
    }
    this.seconds += 1;
    this.cycles += cycles;
    this.waitedMs += waitedMs;
  }
}
