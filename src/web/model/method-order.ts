/** Which methods the overview shows: what fails first, then what is slow. */

import type { MethodRow } from '../state/state.ts';

/** Nobody reads further down for what fails most; Streams has all calls. */
export const MAX_METHODS = 50;

/** Those that fail by how often they do, the others by how slow they are. */
export function methodOrder(methods: readonly MethodRow[]): readonly MethodRow[] {
  return [...methods].sort(
    (a, b) => b.errors - a.errors || slowness(b) - slowness(a) || a.method.localeCompare(b.method),
  );
}

function slowness({ p99Ms, slowestMs }: MethodRow): number {
  const ms = Number.isFinite(p99Ms) ? p99Ms : slowestMs;
  return Number.isFinite(ms) ? ms : 0;
}
