/** What is exposed, in our own terms: families of samples that are read when somebody asks (`exposition.ts`). */

import type { BucketCounts } from './bucket-counts.ts';

export type Labels = { readonly [name: string]: string };

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

export interface FamilyDescription {
  /** With the unit, and `_total` where it is a counter. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Without double quotes: OpenMetrics has them escaped, and prom-client leaves them as they are. */
  readonly help: string;
  /** Of a histogram without `le`. */
  readonly labelNames: readonly string[];
}

export interface NumberFamily extends FamilyDescription {
  readonly type: 'counter' | 'gauge';
  /** No two samples with the same labels. */
  collect(): readonly Sample[];
}

export interface HistogramSample {
  readonly labels: Labels;
  readonly counts: BucketCounts;
}

export interface HistogramFamily extends FamilyDescription {
  readonly type: 'histogram';
  collect(): readonly HistogramSample[];
}

export type Family = NumberFamily | HistogramFamily;

/** The one sample of a family without labels. */
export function alone(value: number): readonly Sample[] {
  return [{ labels: {}, value }];
}
