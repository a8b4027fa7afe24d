/** The container that we run in, as metrics: one row a metric. What is not known has no sample. */

import type { NumberFamily, Sample } from './family.ts';

/** For how long tasks waited for a resource: `some` and `full` of https://docs.kernel.org/accounting/psi.html. */
export interface Pressure {
  /** At least one task waited. */
  readonly someSeconds?: number;
  /** All tasks that were not idle waited. */
  readonly fullSeconds?: number;
}

export type PressureResource = 'cpu' | 'memory' | 'io';

/** What the kernel says of our cgroup; absent: not known, or no limit. Totals count from the start of the cgroup. */
export interface PlaceFigures {
  /** CPU time that may be used, in CPUs. */
  readonly cpuQuotaCores?: number;
  readonly cpuUsageSeconds?: number;
  readonly cpuPeriods?: number;
  readonly cpuThrottledPeriods?: number;
  readonly cpuThrottledSeconds?: number;
  readonly memoryCurrentBytes?: number;
  readonly memoryMaxBytes?: number;
  /** Memory without the file cache that can be taken back at once: what Kubernetes evicts by. */
  readonly memoryWorkingSetBytes?: number;
  readonly pressure?: { readonly [resource in PressureResource]?: Pressure };
}

export type ReadPlace = () => Promise<PlaceFigures>;

interface PlaceMetric extends Pick<NumberFamily, 'name' | 'type' | 'help'> {
  readonly read: (figures: PlaceFigures) => number | undefined;
}

const METRICS: readonly PlaceMetric[] = [
  {
    name: 'sre_cgroup_cpu_quota_cores',
    type: 'gauge',
    help: 'CPU time that our cgroup may use, in CPUs; no sample: no limit.',
    read: (figures) => figures.cpuQuotaCores,
  },
  {
    name: 'sre_cgroup_cpu_usage_seconds_total',
    type: 'counter',
    help: 'CPU time that our cgroup used.',
    read: (figures) => figures.cpuUsageSeconds,
  },
  {
    name: 'sre_cgroup_cpu_periods_total',
    type: 'counter',
    help: 'Periods in which the quota held, 100 ms each where nobody changed it.',
    read: (figures) => figures.cpuPeriods,
  },
  {
    name: 'sre_cgroup_cpu_throttled_periods_total',
    type: 'counter',
    help: 'Periods in which the quota was used up, and everything waited for the next one.',
    read: (figures) => figures.cpuThrottledPeriods,
  },
  {
    name: 'sre_cgroup_cpu_throttled_seconds_total',
    type: 'counter',
    help: 'Time that threads of our cgroup were kept from running by the quota.',
    read: (figures) => figures.cpuThrottledSeconds,
  },
  {
    name: 'sre_cgroup_memory_bytes',
    type: 'gauge',
    help: 'Memory of our cgroup, file cache in.',
    read: (figures) => figures.memoryCurrentBytes,
  },
  {
    name: 'sre_cgroup_memory_max_bytes',
    type: 'gauge',
    help: 'Memory at which the kernel kills; no sample: no limit.',
    read: (figures) => figures.memoryMaxBytes,
  },
  {
    name: 'sre_cgroup_memory_working_set_bytes',
    type: 'gauge',
    help: 'Memory without the inactive file cache: what Kubernetes evicts by.',
    read: (figures) => figures.memoryWorkingSetBytes,
  },
];

const RESOURCES: readonly PressureResource[] = ['cpu', 'memory', 'io'];

/** @param figures those of the scrape that goes on */
export function placeFamilies(figures: () => PlaceFigures): readonly NumberFamily[] {
  const waiting = 'Time in which at least one task of our cgroup waited for the resource (PSI some).';
  const stalled = 'Time in which all tasks of our cgroup waited for the resource (PSI full).';
  return [
    ...METRICS.map(({ name, type, help, read }): NumberFamily => {
      return { name, type, help, labelNames: [], collect: () => sampleOf({}, read(figures())) };
    }),
    pressureFamily('sre_cgroup_pressure_waiting_seconds_total', waiting, figures, (each) => each?.someSeconds),
    pressureFamily('sre_cgroup_pressure_stalled_seconds_total', stalled, figures, (each) => each?.fullSeconds),
  ];
}

function pressureFamily(
  name: string,
  help: string,
  figures: () => PlaceFigures,
  read: (pressure: Pressure | undefined) => number | undefined,
): NumberFamily {
  const collect = () => RESOURCES.flatMap((resource) => sampleOf({ resource }, read(figures().pressure?.[resource])));
  return { name, type: 'counter', help, labelNames: ['resource'], collect };
}

function sampleOf(labels: Sample['labels'], value: number | undefined): readonly Sample[] {
  return value === undefined ? [] : [{ labels, value }];
}
