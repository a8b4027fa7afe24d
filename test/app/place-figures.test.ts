import assert from 'node:assert/strict';
import { test } from 'node:test';

import { placeFigures } from '../../src/app/place-figures.ts';
import { type Place, readPlace } from '../../src/place/place.ts';

test('figures of a cgroup, in seconds and cores; a limit that is none is not there', async () => {
  const place: Place = {
    ...(await readPlace()),
    cgroup: {
      version: 2,
      cpu: { quotaMs: 50, periodMs: 100, periods: 7, throttledPeriods: 3, throttledMs: 1_500, usageMs: 2_000 },
      memory: { currentBytes: 10, maxBytes: 'max', workingSetBytes: 8 },
      pressure: { cpu: { some: { totalMs: 250 } } },
    },
  };
  assert.deepEqual(placeFigures(place), {
    cpuQuotaCores: 0.5,
    cpuUsageSeconds: 2,
    cpuPeriods: 7,
    cpuThrottledPeriods: 3,
    cpuThrottledSeconds: 1.5,
    memoryCurrentBytes: 10,
    memoryWorkingSetBytes: 8,
    pressure: { cpu: { someSeconds: 0.25 } },
  });
});

test('nothing is known where there is no cgroup, and a quota of none is no number', async () => {
  const { cgroup, ...place } = await readPlace();
  assert.deepEqual(placeFigures(place), {});
  assert.deepEqual(placeFigures({ ...place, cgroup: { version: 2, cpu: { quotaMs: 'max', periodMs: 100 } } }), {});
});
