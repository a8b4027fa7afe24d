/** The files of cgroup version 1, each controller in a hierarchy of its own: https://docs.kernel.org/admin-guide/cgroup-v1/ */

import { join } from 'node:path';
import { type Cgroup, type CgroupCpu, type CgroupMemory, type CgroupPids, workingSet } from './cgroup-figures.ts';
import { below, folderWith, type Hierarchy } from './cgroup-path.ts';
import { divided, flatKeyed, type Limit, limitOf, present, wholeNumber } from './figures.ts';
import { readText } from './read-text.ts';

type Hierarchies = ReadonlyMap<string, Hierarchy>;
type Read = (file: string) => Promise<string | undefined>;

const MICROSECONDS_PER_MS = 1000;
const NANOSECONDS_PER_MS = 1_000_000;

/** Where memory has no limit, version 1 says the largest number of pages that there can be, in bytes. */
const NO_MEMORY_LIMIT = 2 ** 62;

export async function readCgroupV1(mount: string, hierarchies: Hierarchies): Promise<Cgroup> {
  const [cpu, memory, pids] = await Promise.all([
    readCpu(mount, hierarchies),
    readMemory(mount, hierarchies),
    readPids(mount, hierarchies),
  ]);
  return { version: 1, ...present({ cpu, memory, pids }) };
}

/** Reads files of our cgroup of a controller. @param file one that it has for certain */
async function reader(mount: string, hierarchies: Hierarchies, controller: string, file: string): Promise<Read> {
  const hierarchy = hierarchies.get(controller);
  if (hierarchy === undefined) return async () => undefined;
  const { controllers, path } = hierarchy;
  // A mount is named after all of its controllers; distributions link the name of each to it, container runtimes need not.
  const mounts = [join(mount, controller), join(mount, controllers)] as const;
  const folder = await folderWith(file, [below(mounts[0], path), below(mounts[1], path), ...mounts]);
  return (name) => readText(join(folder, name));
}

async function readCpu(mount: string, hierarchies: Hierarchies): Promise<CgroupCpu | undefined> {
  const [read, readUsage] = await Promise.all([
    reader(mount, hierarchies, 'cpu', 'cpu.shares'),
    reader(mount, hierarchies, 'cpuacct', 'cpuacct.usage'),
  ]);
  const [quota, period, stat, usage] = await Promise.all([
    read('cpu.cfs_quota_us').then(quotaOf),
    read('cpu.cfs_period_us').then(wholeNumber),
    read('cpu.stat').then(flatKeyed),
    readUsage('cpuacct.usage').then(nanosecondsAsMs),
  ]);
  return present<CgroupCpu>({
    quotaMs: quota,
    periodMs: divided(period, MICROSECONDS_PER_MS),
    periods: stat.get('nr_periods'),
    throttledPeriods: stat.get('nr_throttled'),
    throttledMs: divided(stat.get('throttled_time'), NANOSECONDS_PER_MS),
    usageMs: usage,
  });
}

/** -1 is none. */
function quotaOf(text: string | undefined): Limit | undefined {
  return text?.trim() === '-1' ? 'max' : divided(wholeNumber(text), MICROSECONDS_PER_MS);
}

function nanosecondsAsMs(text: string | undefined): number | undefined {
  return divided(wholeNumber(text), NANOSECONDS_PER_MS);
}

async function readMemory(mount: string, hierarchies: Hierarchies): Promise<CgroupMemory | undefined> {
  const read = await reader(mount, hierarchies, 'memory', 'memory.usage_in_bytes');
  const [current, max, stat, oom] = await Promise.all([
    read('memory.usage_in_bytes').then(wholeNumber),
    read('memory.limit_in_bytes').then(memoryLimit),
    read('memory.stat').then(flatKeyed),
    read('memory.oom_control').then(flatKeyed),
  ]);
  // Of the cgroup with those below it, which is what its usage counts.
  const inactiveFile = stat.get('total_inactive_file');
  return present<CgroupMemory>({
    currentBytes: current,
    maxBytes: max,
    highBytes: undefined,
    anonBytes: stat.get('total_rss'),
    fileBytes: stat.get('total_cache'),
    inactiveFileBytes: inactiveFile,
    workingSetBytes: workingSet(current, inactiveFile),
    highEvents: undefined,
    maxEvents: undefined,
    oomEvents: undefined,
    oomKills: oom.get('oom_kill'),
  });
}

function memoryLimit(text: string | undefined): Limit | undefined {
  const bytes = wholeNumber(text);
  return bytes !== undefined && bytes > NO_MEMORY_LIMIT ? 'max' : bytes;
}

async function readPids(mount: string, hierarchies: Hierarchies): Promise<CgroupPids | undefined> {
  const read = await reader(mount, hierarchies, 'pids', 'pids.current');
  const [current, max] = await Promise.all([read('pids.current').then(wholeNumber), read('pids.max').then(limitOf)]);
  return present<CgroupPids>({ current, max });
}
