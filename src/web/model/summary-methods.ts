/** How the calls of each method went. */

import type { MethodRow } from '../state/state.ts';
import { isFailed, methodOf } from './summary-outcome.ts';
import type { EndedCall } from './summary-streams.ts';

/** Clients choose paths: a scanner that tries thousands is to fill neither memory nor the table. */
export const MAX_METHODS = 200;

/** The name of all that came when there were as many. */
export const OTHER_METHODS = 'other methods';

/** Of each method the last so many are what percentiles are of: enough for a p99, and what was slow an hour ago is forgotten. */
export const SAMPLE = 256;

/** What this file knows beside what views see. */
interface KnownMethod extends MethodRow {
  /** Durations in milliseconds, the newest last. */
  readonly sample?: readonly number[];
}

export function withMethods(methods: readonly MethodRow[], ended: readonly EndedCall[]): readonly MethodRow[] {
  if (ended.length === 0) return methods;
  const byName = new Map<string, KnownMethod>(methods.map((row) => [row.method, row]));
  for (const [name, calls] of callsByName(byName, ended))
    byName.set(name, counted(byName.get(name) ?? none(name), calls));
  return [...byName.values()];
}

function callsByName(known: ReadonlyMap<string, KnownMethod>, ended: readonly EndedCall[]): Map<string, EndedCall[]> {
  const calls = new Map<string, EndedCall[]>();
  let left = MAX_METHODS - known.size;
  for (const call of ended) {
    let name = methodOf(call.opened);
    if (!known.has(name) && !calls.has(name)) {
      if (left > 0) left--;
      else name = OTHER_METHODS;
    }
    const same = calls.get(name);
    if (same === undefined) calls.set(name, [call]);
    else same.push(call);
  }
  return calls;
}

function counted(row: KnownMethod, ended: readonly EndedCall[]): KnownMethod {
  const durations = ended.map(({ closed }) => closed.streamClosed.durationMs).filter(Number.isFinite);
  const sample = [...(row.sample ?? []), ...durations.slice(-SAMPLE)].slice(-SAMPLE);
  const sorted = Float64Array.from(sample).sort();
  return {
    method: row.method,
    calls: row.calls + ended.length,
    errors: row.errors + ended.filter(isFailed).length,
    slowestMs: durations.reduce((slowest, each) => Math.max(slowest, each), row.slowestMs),
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    sample,
  };
}

/** The value that so large a share is not above: the nearest rank, so it is one that was measured. */
function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function none(method: string): KnownMethod {
  return { method, calls: 0, errors: 0, slowestMs: 0, p50Ms: 0, p99Ms: 0 };
}
