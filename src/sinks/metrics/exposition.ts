/**
 * Families as text, by prom-client: in the text format of Prometheus 0.0.4, and in OpenMetrics 1.0.
 *
 * Each format has a registry and metrics of its own. A registry of prom-client that changes its format keeps, in the
 * names of its counters, what the other one asks for, and two scrapes at the same time would change it under each
 * other.
 */

import { Counter, Gauge, Histogram, type OpenMetricsContentType, Registry } from 'prom-client';
import type { Exemplar } from './bucket-counts.ts';
import type { Family, HistogramFamily, HistogramSample, Labels, NumberFamily } from './family.ts';

export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

export type Expose = (openMetrics: boolean) => Promise<Exposition>;

type AnyRegistry = Registry | Registry<OpenMetricsContentType>;

/** @throws Error where two families have one name, or a name is not legal */
export function createExposition(families: readonly Family[]): Expose {
  const text = new Registry();
  const openMetrics = new Registry<OpenMetricsContentType>();
  openMetrics.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  for (const family of families) {
    register(family, text);
    register(family, openMetrics);
  }
  return async (asOpenMetrics) => {
    const registry = asOpenMetrics ? openMetrics : text;
    return { contentType: registry.contentType, text: await registry.metrics() };
  };
}

function register(family: Family, registry: AnyRegistry): void {
  switch (family.type) {
    case 'counter':
      registerCounter(family, registry);
      break;
    case 'gauge':
      registerGauge(family, registry);
      break;
    case 'histogram':
      new CountedHistogram(family, registry);
      break;
  }
}

function registerCounter(family: NumberFamily, registry: AnyRegistry): void {
  new Counter({
    ...configOf(family, registry),
    collect() {
      this.reset();
      // After a reset a metric without labels has the sample 0, which is not the same as none.
      if (family.labelNames.length === 0) this.remove();
      for (const { labels, value } of family.collect()) this.inc(labels, value);
    },
  });
}

function registerGauge(family: NumberFamily, registry: AnyRegistry): void {
  new Gauge({
    ...configOf(family, registry),
    collect() {
      this.reset();
      if (family.labelNames.length === 0) this.remove();
      for (const { labels, value } of family.collect()) this.set(labels, value);
    },
  });
}

function configOf({ name, help, labelNames }: Family, registry: AnyRegistry) {
  return { name, help, labelNames: [...labelNames], registers: [registry] };
}

/** A sample as prom-client's registry takes it from a histogram. */
interface HistogramLine {
  readonly metricName: string;
  readonly labels: { readonly le?: string | number };
  readonly sharedLabels: Labels;
  readonly value: number;
  readonly exemplar?: Exemplar | undefined;
}

/** A histogram that is counted elsewhere: prom-client's own cannot be given totals. */
class CountedHistogram extends Histogram {
  private readonly family: HistogramFamily;

  constructor(family: HistogramFamily, registry: AnyRegistry) {
    super(configOf(family, registry));
    this.family = family;
  }

  /** What the registry and `get` ask for; prom-client's types do not tell of it. */
  async getForPromString() {
    const { name, help, type } = this.family;
    return { name, help, type, values: this.family.collect().flatMap((sample) => linesOf(name, sample)) };
  }
}

function linesOf(name: string, { labels: sharedLabels, counts }: HistogramSample): HistogramLine[] {
  const buckets = counts.cumulative().map((value, bucket) => ({
    metricName: `${name}_bucket`,
    labels: { le: counts.bounds[bucket] ?? '+Inf' },
    sharedLabels,
    value,
    exemplar: counts.exemplar(bucket),
  }));
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels: {}, sharedLabels, value: counts.sum },
    { metricName: `${name}_count`, labels: {}, sharedLabels, value: counts.count },
  ];
}
