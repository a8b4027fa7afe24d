/** The figures of a cgroup, in the words of version 2 whichever version they are of. What the kernel does not tell is not there. */

import type { Limit } from './figures.ts';
import type { Pressures } from './pressure.ts';

export interface Cgroup {
  readonly version: 1 | 2;
  readonly cpu?: CgroupCpu;
  readonly memory?: CgroupMemory;
  /** Version 2 only. */
  readonly pressure?: Pressures;
  readonly pids?: CgroupPids;
}

export interface CgroupCpu {
  /** CPU time that may be used in each period, by all threads together. */
  readonly quotaMs?: Limit;
  readonly periodMs?: number;
  /** Ever, as all that follows: periods in which something ran; those in which it was held back; for how long. */
  readonly periods?: number;
  readonly throttledPeriods?: number;
  readonly throttledMs?: number;
  readonly usageMs?: number;
}

export interface CgroupMemory {
  readonly currentBytes?: number;
  /** Beyond it the kernel kills. */
  readonly maxBytes?: Limit;
  /** Beyond it the kernel slows down and reclaims. Version 2 only, as are `highEvents` and `maxEvents`. */
  readonly highBytes?: Limit;
  readonly anonBytes?: number;
  readonly fileBytes?: number;
  readonly inactiveFileBytes?: number;
  /** What Kubernetes evicts by: current without inactive files. */
  readonly workingSetBytes?: number;
  /** How often `high` and `max` were passed, allocation failed, and something was killed. */
  readonly highEvents?: number;
  readonly maxEvents?: number;
  readonly oomEvents?: number;
  readonly oomKills?: number;
}

export interface CgroupPids {
  /** Threads count as well. */
  readonly current?: number;
  readonly max?: Limit;
}

/** As the kubelet counts it, whose figure is never below 0. */
export function workingSet(current: number | undefined, inactiveFile: number | undefined): number | undefined {
  return current === undefined || inactiveFile === undefined ? undefined : Math.max(0, current - inactiveFile);
}
