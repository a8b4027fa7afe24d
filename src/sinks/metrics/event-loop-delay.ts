/**
 * How late the event loop is: a timer says when it should have run. Node's own `monitorEventLoopDelay` gives
 * percentiles since they were last reset, so who scrapes takes them from all others; counts in buckets are for
 * everybody, and can be added up.
 */

import { performance } from 'node:perf_hooks';
import { BucketCounts } from './bucket-counts.ts';
import type { HistogramFamily } from './family.ts';

/** 50 a second cost nothing that can be measured, and none is missed that a client would notice. */
const INTERVAL_MS = 20;

const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** @returns stops it */
export type Repeat = (tick: () => void, intervalMs: number) => () => void;

export interface EventLoopDelay {
  readonly family: HistogramFamily;
  stop(): void;
}

/** @param now milliseconds of a clock that does not go back */
export function observeEventLoopDelay(
  now: () => number = () => performance.now(),
  repeat: Repeat = repeatUnheld,
): EventLoopDelay {
  const counts = new BucketCounts(BOUNDS);
  let due = now() + INTERVAL_MS;
  const stop = repeat(() => {
    const time = now();
    // Timers are rounded to milliseconds, and may be early by a part of one.
    counts.observe(Math.max(0, time - due) / 1000);
    due = time + INTERVAL_MS;
  }, INTERVAL_MS);
  return {
    family: {
      name: 'nodejs_eventloop_delay_seconds',
      type: 'histogram',
      help: `How late a timer of ${INTERVAL_MS} ms ran: as long as that, nothing else could run either.`,
      labelNames: [],
      collect: () => [{ labels: {}, counts }],
    },
    stop,
  };
}

/** It keeps no process from its end. */
function repeatUnheld(tick: () => void, intervalMs: number): () => void {
  const timer = setInterval(tick, intervalMs).unref();
  return () => clearInterval(timer);
}
