/** How much the CPU limit of the container held us back between two looks. It explains late timers and CPU pressure as well: E2, E5. */

import type { PlaceChange } from '../../facts/place.ts';

export interface Throttling {
  readonly periods: number;
  readonly throttledPeriods: number;
  readonly throttledMs: number;
}

/** @returns undefined where it was not, or that is not known */
export function throttling({ before, now }: PlaceChange): Throttling | undefined {
  if (before.cpu === undefined || now.cpu === undefined) return undefined;
  const periods = now.cpu.periods - before.cpu.periods;
  const throttledPeriods = now.cpu.throttledPeriods - before.cpu.throttledPeriods;
  const throttledMs = now.cpu.throttledMs - before.cpu.throttledMs;
  // Counters that go backwards are those of another cgroup.
  return periods <= 0 || throttledPeriods <= 0 || throttledMs < 0
    ? undefined
    : { periods, throttledPeriods, throttledMs };
}
