/** What diagnosis asks of the place where the server runs. */

import type { CpuSample, MemorySample, PlaceSample, PressureSample, PressureSamples } from '../diagnose/facts/place.ts';
import type { CgroupCpu, CgroupMemory } from '../place/cgroup-figures.ts';
import type { EventLoopDelay } from '../place/event-loop.ts';
import { type Limit, present } from '../place/figures.ts';
import type { Place } from '../place/place.ts';
import type { Pressure, Pressures } from '../place/pressure.ts';

/** What is not known, or has no limit, is absent. @param time microseconds since the Unix epoch, of the clock that events have */
export function placeSample({ cgroup, eventLoop, kernel }: Place, time: number): PlaceSample {
  const figures = present<Omit<PlaceSample, 'time'>>({
    cpu: cpuSample(cgroup?.cpu),
    memory: memorySample(cgroup?.memory),
    pressure: pressureSamples(cgroup?.pressure),
    hostPressure: pressureSamples(kernel.pressure),
    eventLoop: lateness(eventLoop?.delay),
    listeningPorts: kernel.listeningPorts,
  });
  return { time, ...figures };
}

function cpuSample({
  quotaMs,
  periodMs,
  periods,
  throttledPeriods,
  throttledMs,
}: CgroupCpu = {}): CpuSample | undefined {
  if (periods === undefined || throttledPeriods === undefined || throttledMs === undefined) return undefined;
  const quota = limit(quotaMs);
  const cpus = quota === undefined || periodMs === undefined || periodMs === 0 ? undefined : quota / periodMs;
  return { periods, throttledPeriods, throttledMs, ...(cpus === undefined ? {} : { limit: cpus }) };
}

function memorySample({ workingSetBytes, maxBytes, oomKills }: CgroupMemory = {}): MemorySample | undefined {
  return present<MemorySample>({ workingSetBytes, maxBytes: limit(maxBytes), oomKills });
}

function pressureSamples({ cpu, memory }: Pressures = {}): PressureSamples | undefined {
  return present<PressureSamples>({ cpu: pressureSample(cpu), memory: pressureSample(memory) });
}

function pressureSample({ some, full }: Pressure = {}): PressureSample | undefined {
  return present<PressureSample>({ some: some?.avg10Percent, full: full?.avg10Percent });
}

function lateness(delay: EventLoopDelay | undefined): PlaceSample['eventLoop'] {
  return delay === undefined ? undefined : { p99Ms: delay.p99Ms, maxMs: delay.maxMs };
}

function limit(value: Limit | undefined): number | undefined {
  return value === 'max' ? undefined : value;
}
