/**
 * Pauses of the garbage collector, under the name and with the buckets of prom-client's default metrics, whose own
 * observer never ends.
 */

import { constants, PerformanceObserver } from 'node:perf_hooks';
import { BucketCounts } from './bucket-counts.ts';
import type { HistogramFamily } from './family.ts';

const BOUNDS = [0.001, 0.01, 0.1, 1, 2, 5];

const KINDS: ReadonlyMap<unknown, string> = new Map([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
]);

export interface Pause {
  /** One of perf_hooks' NODE_PERFORMANCE_GC_*. */
  readonly kind: unknown;
  readonly durationMs: number;
}

/** @returns stops it */
export type ObservePauses = (onPause: (pause: Pause) => void) => () => void;

export interface GarbageCollection {
  readonly family: HistogramFamily;
  stop(): void;
}

export function observeGarbageCollection(observe: ObservePauses = observePauses): GarbageCollection {
  const byKind = new Map(Array.from(KINDS, ([kind, name]) => [kind, { name, counts: new BucketCounts(BOUNDS) }]));
  const stop = observe(({ kind, durationMs }) => byKind.get(kind)?.counts.observe(durationMs / 1000));
  return {
    family: {
      name: 'nodejs_gc_duration_seconds',
      type: 'histogram',
      help: 'Pauses of the garbage collector, by kind: minor, major, incremental or weakcb.',
      labelNames: ['kind'],
      collect: () => Array.from(byKind.values(), ({ name, counts }) => ({ labels: { kind: name }, counts })),
    },
    stop,
  };
}

export function observePauses(onPause: (pause: Pause) => void): () => void {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) onPause({ kind: kindOf(entry), durationMs: entry.duration });
  });
  observer.observe({ entryTypes: ['gc'] });
  return () => observer.disconnect();
}

/** `entry.detail.kind`, of which the types of Node know nothing. */
function kindOf(entry: object): unknown {
  const detail: unknown = 'detail' in entry ? entry.detail : undefined;
  return typeof detail === 'object' && detail !== null && 'kind' in detail ? detail.kind : undefined;
}
