/** A cgroup of our own with a fifth of a CPU, in which something wants a whole one: throttled, as a container with a limit is. */

import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

export interface ThrottledCgroup {
  /** Runs what follows it in there, beside the load, which ends with it. */
  readonly launcher: readonly string[];
  remove(): Promise<void>;
}

const PERIOD_US = 100_000;
const QUOTA_US = PERIOD_US / 5;

/** The load ends after so many seconds at the latest. */
const LOAD = `
  echo $$ >"$0/cgroup.procs"
  timeout 10 sh -c 'while :; do :; done' &
  "$@"
  status=$?
  kill $!
  wait
  exit $status`;

/** @returns why there can be none, where it is a text */
export function throttledCgroup(): ThrottledCgroup | string {
  const name = `sre-test-${process.pid}`;
  const version2 = join('/sys/fs/cgroup', name);
  const version1 = join('/sys/fs/cgroup/cpu', name);
  try {
    if (text('/sys/fs/cgroup/cgroup.subtree_control').includes('cpu')) {
      return made(version2, { 'cpu.max': `${QUOTA_US} ${PERIOD_US}` });
    }
    return made(version1, { 'cpu.cfs_period_us': String(PERIOD_US), 'cpu.cfs_quota_us': String(QUOTA_US) });
  } catch (error) {
    return `a cgroup with a limit cannot be made here: ${error instanceof Error ? error.message : error}`;
  }
}

function made(folder: string, limits: Readonly<Record<string, string>>): ThrottledCgroup {
  mkdirSync(folder);
  for (const [file, value] of Object.entries(limits)) writeFileSync(join(folder, file), value);
  return {
    launcher: ['sh', '-c', LOAD, folder],
    remove: async () => {
      const isEmpty = () => (text(join(folder, 'cgroup.procs')) === '' ? true : undefined);
      await eventually(() => `the processes in ${folder} to end`, isEmpty);
      rmdirSync(folder);
    },
  };
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
