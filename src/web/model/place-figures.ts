/** Figures of `/api/env` by their path (src/place/). What is not there, or is no number, is undefined: systems tell what they tell. */

import type { EnvJson } from '../source/server-json.ts';

/** @param path for example "cgroup.cpu.periods" */
export function figure(env: EnvJson | undefined, path: string): number | undefined {
  const value = at(env, path);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Whether a limit is said to be none: "max", the kernel's word. */
export function isUnlimited(env: EnvJson, path: string): boolean {
  return at(env, path) === 'max';
}

/**
 * How much a counter grew.
 *
 * @returns undefined where either look does not have it, or it went backwards: that is another counter
 */
export function growth(before: EnvJson | undefined, now: EnvJson, path: string): number | undefined {
  const [earlier, later] = [figure(before, path), figure(now, path)];
  return earlier === undefined || later === undefined || later < earlier ? undefined : later - earlier;
}

/** Whether both looks are of one process: behind a load balancer the next answer may be another replica's. */
export function isSamePlace(before: EnvJson, now: EnvJson): boolean {
  return (
    figure(before, 'process.pid') === figure(now, 'process.pid') &&
    at(before, 'identity.hostname') === at(now, 'identity.hostname') &&
    before.atMs < now.atMs
  );
}

/** What figures are compared over: a moment of throttling is still told when somebody looks up. */
const COMPARED_MS = 60_000;
/** A minute of looks, 5 s apart, of a few replicas. */
const MAX_LOOKS = 48;

/** @returns with one more look, without those that are too old to be compared with */
export function withLook(looks: readonly EnvJson[], now: EnvJson): readonly EnvJson[] {
  const recent = looks.filter(({ atMs }) => atMs <= now.atMs && atMs >= now.atMs - COMPARED_MS);
  return [...recent, now].slice(-MAX_LOOKS);
}

/** The oldest look at the process that was looked at last. */
export function lookBefore(looks: readonly EnvJson[]): EnvJson | undefined {
  const now = looks.at(-1);
  return now === undefined ? undefined : looks.find((look) => isSamePlace(look, now));
}

function at(env: EnvJson | undefined, path: string): unknown {
  let value: unknown = env;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as { readonly [name: string]: unknown })[name];
  }
  return value;
}
