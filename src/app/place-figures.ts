/** What metrics tell of the place where the server runs. */

import { type Limit, present } from '../place/figures.ts';
import type { Place } from '../place/place.ts';
import type { Pressure } from '../place/pressure.ts';
import type { PlaceFigures, Pressure as PressureFigures } from '../sinks/metrics/place-figures.ts';

/** Seconds and cores as Prometheus wants them; what is not known, or has no limit, is absent. */
export function placeFigures({ cgroup }: Place): PlaceFigures {
  const { cpu, memory, pressure } = cgroup ?? {};
  const figures = present<PlaceFigures>({
    cpuQuotaCores: divided(limit(cpu?.quotaMs), cpu?.periodMs),
    cpuUsageSeconds: divided(cpu?.usageMs, MS_PER_SECOND),
    cpuPeriods: cpu?.periods,
    cpuThrottledPeriods: cpu?.throttledPeriods,
    cpuThrottledSeconds: divided(cpu?.throttledMs, MS_PER_SECOND),
    memoryCurrentBytes: memory?.currentBytes,
    memoryMaxBytes: limit(memory?.maxBytes),
    memoryWorkingSetBytes: memory?.workingSetBytes,
    pressure: present<NonNullable<PlaceFigures['pressure']>>({
      cpu: pressureFigures(pressure?.cpu),
      memory: pressureFigures(pressure?.memory),
      io: pressureFigures(pressure?.io),
    }),
  });
  return figures ?? {};
}

const MS_PER_SECOND = 1000;

function pressureFigures({ some, full }: Pressure = {}): PressureFigures | undefined {
  return present<PressureFigures>({
    someSeconds: divided(some?.totalMs, MS_PER_SECOND),
    fullSeconds: divided(full?.totalMs, MS_PER_SECOND),
  });
}

function limit(value: Limit | undefined): number | undefined {
  return value === 'max' ? undefined : value;
}

function divided(value: number | undefined, by: number | undefined): number | undefined {
  return value === undefined || by === undefined || by === 0 ? undefined : value / by;
}
