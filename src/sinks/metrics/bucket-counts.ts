/**
 * The counts of one histogram. prom-client's own hashes the labels and copies objects at each observation, which takes
 * longer than all else that is counted of a call.
 */

import type { TraceContext } from '../../exchanges/exchange.ts';

/** Of Prometheus' client libraries, in seconds. */
export const DEFAULT_BOUNDS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One observation of a bucket that leads to its trace, in the shape in which prom-client writes it. */
export interface Exemplar {
  readonly labelSet: { readonly trace_id: string; readonly span_id: string };
  readonly value: number;
  /** Seconds since the Unix epoch. */
  readonly timestamp: number;
}

export class BucketCounts {
  /** Ascending; a value is in the first bucket whose bound it does not pass. */
  readonly bounds: readonly number[];
  private readonly counts: Float64Array;
  private total = 0;
  private totalSum = 0;
  /** By bucket, the newest; made with the first. */
  private contexts: TraceContext[] | undefined = undefined;
  private readonly exemplarValues: Float64Array;
  private readonly exemplarTimes: Float64Array;

  constructor(bounds: readonly number[] = DEFAULT_BOUNDS) {
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
    this.exemplarValues = new Float64Array(bounds.length + 1);
    this.exemplarTimes = new Float64Array(bounds.length + 1);
  }

  get count(): number {
    return this.total;
  }

  get sum(): number {
    return this.totalSum;
  }

  /** @returns the index of its bucket */
  observe(value: number): number {
    const { bounds, counts } = this;
    let bucket = 0;
    while (value > (bounds[bucket] ?? Number.POSITIVE_INFINITY)) bucket++;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
    this.total++;
    this.totalSum += value;
    return bucket;
  }

  /** @param time microseconds since the Unix epoch */
  observeTraced(value: number, context: TraceContext, time: number): void {
    const bucket = this.observe(value);
    this.contexts ??= [];
    this.contexts[bucket] = context;
    this.exemplarValues[bucket] = value;
    this.exemplarTimes[bucket] = time;
  }

  /** By bucket, that of +Inf last: how many values its bound is not passed by. */
  cumulative(): number[] {
    let below = 0;
    return Array.from(this.counts, (count) => {
      below += count;
      return below;
    });
  }

  exemplar(bucket: number): Exemplar | undefined {
    const context = this.contexts?.[bucket];
    if (context === undefined) return undefined;
    return {
      labelSet: { trace_id: context.traceId, span_id: context.spanId },
      value: this.exemplarValues[bucket] ?? 0,
      timestamp: (this.exemplarTimes[bucket] ?? 0) / 1_000_000,
    };
  }
}
