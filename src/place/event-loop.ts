/** Whether our own event loop kept up: what a client measures as latency may have been spent here. */

import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { present } from './figures.ts';

export interface EventLoopFigures {
  /** Since the last sample, or the start. */
  readonly spanMs: number;
  /** The part of it in which the loop was busy, 0 to 1; absent where the loop has not begun to turn. */
  readonly utilization?: number;
  /** How late timers were; absent where none was due. */
  readonly delay?: EventLoopDelay;
}

export interface EventLoopDelay {
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** What is measured with: Node's own, or that of a test. */
export interface EventLoopMeters {
  readonly histogram: DelayHistogram;
  readonly utilization: (current?: EventLoopUtilization, last?: EventLoopUtilization) => EventLoopUtilization;
}

/** The part of Node's IntervalHistogram that is used. Nanoseconds, the resolution included. */
export interface DelayHistogram {
  readonly count: number;
  readonly mean: number;
  readonly max: number;
  percentile(percentile: number): number;
  reset(): void;
  enable(): boolean;
  disable(): boolean;
}

/** Of the timer that measures: fifty wake-ups a second. A loop that is held up for less is seen by chance only. */
export const RESOLUTION_MS = 20;

const NANOSECONDS_PER_MS = 1_000_000;

/** Each who asks needs one of its own, because a sample begins a new span. */
export class EventLoopWatch {
  readonly #meters: EventLoopMeters;
  #last: EventLoopUtilization;

  constructor(meters: EventLoopMeters = nodeMeters()) {
    this.#meters = meters;
    this.#last = meters.utilization();
  }

  /** Its timer keeps no process alive. */
  start(): void {
    this.#meters.histogram.enable();
    this.#begin();
  }

  stop(): void {
    this.#meters.histogram.disable();
  }

  /** The figures since the last sample, or the start. */
  sample(): EventLoopFigures {
    const { histogram, utilization } = this.#meters;
    const { idle, active } = utilization(utilization(), this.#last);
    const spanMs = idle + active;
    const figures = present<Omit<EventLoopFigures, 'spanMs'>>({
      utilization: spanMs === 0 ? undefined : active / spanMs,
      delay: histogram.count === 0 ? undefined : delayOf(histogram),
    });
    this.#begin();
    return { spanMs, ...figures };
  }

  #begin(): void {
    this.#meters.histogram.reset();
    this.#last = this.#meters.utilization();
  }
}

function nodeMeters(): EventLoopMeters {
  return {
    histogram: monitorEventLoopDelay({ resolution: RESOLUTION_MS }),
    utilization: (current, last) => performance.eventLoopUtilization(current, last),
  };
}

function delayOf(histogram: DelayHistogram): EventLoopDelay {
  return {
    meanMs: lateness(histogram.mean),
    p50Ms: lateness(histogram.percentile(50)),
    p99Ms: lateness(histogram.percentile(99)),
    maxMs: lateness(histogram.max),
  };
}

/** Node tells the time between two timers, which is the resolution where nothing is late. A timer that is early is not late. */
function lateness(nanoseconds: number): number {
  return Math.max(0, nanoseconds / NANOSECONDS_PER_MS - RESOLUTION_MS);
}
