/** Keeps the server and the load generator on cores of their own, so that one core's work is what is measured. */

import { spawnSync } from 'node:child_process';

export interface Pinning {
  /** Commands that run another one on its core; empty where pinning is not possible. */
  readonly server: readonly string[];
  readonly load: readonly string[];
  readonly description: string;
}

const NOT_PINNED: Pinning = { server: [], load: [], description: 'not pinned (that takes taskset and two cores)' };

export function pinning(): Pinning {
  const [first, second] = allowedCores();
  if (first === undefined || second === undefined) return NOT_PINNED;
  return {
    server: ['taskset', '-c', `${first}`],
    load: ['taskset', '-c', `${second}`],
    description: `server on core ${first}, h2load on core ${second}`,
  };
}

/** A container may be allowed other cores than 0 and 1. @returns none where there is no taskset */
function allowedCores(): number[] {
  const { stdout } = spawnSync('taskset', ['-cp', `${process.pid}`], { encoding: 'utf8' });
  // For example "pid 4711's current affinity list: 0-2,5".
  const list = /: ([\d,-]+)$/m.exec(stdout ?? '')?.[1];
  return list === undefined ? [] : list.split(',').flatMap(coresOfRange);
}

function coresOfRange(range: string): number[] {
  const [first = 0, last = first] = range.split('-').map(Number);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
