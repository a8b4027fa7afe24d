import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlaceFigures, placeFamilies } from '../../../src/sinks/metrics/place-figures.ts';

function samplesOf(figures: PlaceFigures): { readonly [sample: string]: number } {
  const samples = placeFamilies(() => figures).flatMap(({ name, collect }) =>
    collect().map(({ labels, value }) => [[name, ...Object.values(labels)].join(' '), value] as const),
  );
  return Object.fromEntries(samples);
}

test('each figure has its sample', () => {
  const figures: Required<PlaceFigures> = {
    cpuQuotaCores: 1.5,
    cpuUsageSeconds: 2,
    cpuPeriods: 3,
    cpuThrottledPeriods: 4,
    cpuThrottledSeconds: 5,
    memoryCurrentBytes: 6,
    memoryMaxBytes: 7,
    memoryWorkingSetBytes: 8,
    pressure: { cpu: { someSeconds: 9, fullSeconds: 10 }, memory: { someSeconds: 11 }, io: { fullSeconds: 12 } },
  };
  assert.deepEqual(samplesOf(figures), {
    sre_cgroup_cpu_quota_cores: 1.5,
    sre_cgroup_cpu_usage_seconds_total: 2,
    sre_cgroup_cpu_periods_total: 3,
    sre_cgroup_cpu_throttled_periods_total: 4,
    sre_cgroup_cpu_throttled_seconds_total: 5,
    sre_cgroup_memory_bytes: 6,
    sre_cgroup_memory_max_bytes: 7,
    sre_cgroup_memory_working_set_bytes: 8,
    'sre_cgroup_pressure_waiting_seconds_total cpu': 9,
    'sre_cgroup_pressure_waiting_seconds_total memory': 11,
    'sre_cgroup_pressure_stalled_seconds_total cpu': 10,
    'sre_cgroup_pressure_stalled_seconds_total io': 12,
  });
});

test('what is not known has none, and 0 is known', () => {
  assert.deepEqual(samplesOf({}), {});
  assert.deepEqual(samplesOf({ cpuThrottledPeriods: 0 }), { sre_cgroup_cpu_throttled_periods_total: 0 });
});
