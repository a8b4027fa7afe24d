import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeSample } from '../../src/app/place-sample.ts';
import { type Place, readPlace } from '../../src/place/place.ts';

const TIME = 1_700_000_000_000_000;

/** A place where nothing is known but what every system tells. */
async function bare(): Promise<Place> {
  const { atMs, process, kernel } = await readPlace();
  const { hostname, name, release } = kernel;
  return { atMs, process, kernel: { hostname, name, release } };
}

test('what rules compare, in their units: CPUs of the limit, what cannot be given back, the last ten seconds', async () => {
  const place = await bare();
  const stall = { avg10Percent: 12.5, avg60Percent: 1, totalMs: 100 };
  const sample = placeSample(
    {
      ...place,
      kernel: { ...place.kernel, listeningPorts: [80, 15_090], pressure: { memory: { full: stall } } },
      cgroup: {
        version: 2,
        cpu: { quotaMs: 50, periodMs: 100, periods: 7, throttledPeriods: 3, throttledMs: 1_500, usageMs: 2_000 },
        memory: { currentBytes: 10, workingSetBytes: 8, maxBytes: 20, oomKills: 1 },
        pressure: { cpu: { some: stall }, io: { some: stall } },
      },
      eventLoop: { spanMs: 5_000, utilization: 0.5, delay: { meanMs: 1, p50Ms: 0, p99Ms: 40, maxMs: 620 } },
    },
    TIME,
  );
  assert.deepEqual(sample, {
    time: TIME,
    cpu: { limit: 0.5, periods: 7, throttledPeriods: 3, throttledMs: 1_500 },
    memory: { workingSetBytes: 8, maxBytes: 20, oomKills: 1 },
    pressure: { cpu: { some: 12.5 } },
    hostPressure: { memory: { full: 12.5 } },
    eventLoop: { p99Ms: 40, maxMs: 620 },
    listeningPorts: [80, 15_090],
  });
});

test('what is not known is absent, and never 0', async () => {
  assert.deepEqual(placeSample(await bare(), TIME), { time: TIME });
  const place: Place = { ...(await bare()), eventLoop: { spanMs: 5_000 }, cgroup: { version: 1, cpu: { periods: 7 } } };
  assert.deepEqual(placeSample(place, TIME), { time: TIME });
});

test('without a limit there is none', async () => {
  const cpu = { quotaMs: 'max', periodMs: 100, periods: 0, throttledPeriods: 0, throttledMs: 0 } as const;
  const place: Place = { ...(await bare()), cgroup: { version: 2, cpu, memory: { maxBytes: 'max' } } };
  assert.deepEqual(placeSample(place, TIME), { time: TIME, cpu: { periods: 0, throttledPeriods: 0, throttledMs: 0 } });
});

test('this machine gives a sample, whatever it is', async () => {
  assert.equal(placeSample(await readPlace(), TIME).time, TIME);
});
