/** The files of cgroup version 2, https://docs.kernel.org/admin-guide/cgroup-v2.html#core-interface-files and below. */

import { join } from 'node:path';
import { type Cgroup, type CgroupCpu, type CgroupMemory, type CgroupPids, workingSet } from './cgroup-figures.ts';
import { below, folderWith } from './cgroup-path.ts';
import { divided, flatKeyed, limitOf, present, wholeNumber } from './figures.ts';
import { readPressures } from './pressure.ts';
import { readText } from './read-text.ts';

type Read = (file: string) => Promise<string | undefined>;

const MICROSECONDS_PER_MS = 1000;

export async function readCgroupV2(mount: string, path: string): Promise<Cgroup> {
  // Where version 1 is mounted as well, with controllers that are not ours to read, version 2 is beside it.
  const unified = join(mount, 'unified');
  const folder = await folderWith('cgroup.controllers', [below(mount, path), mount, below(unified, path), unified]);
  const read: Read = (file) => readText(join(folder, file));
  const [cpu, memory, pressure, pids] = await Promise.all([
    readCpu(read),
    readMemory(read),
    readPressures((resource) => join(folder, `${resource}.pressure`)),
    readPids(read),
  ]);
  return { version: 2, ...present({ cpu, memory, pressure, pids }) };
}

async function readCpu(read: Read): Promise<CgroupCpu | undefined> {
  const [max, stat] = await Promise.all([read('cpu.max'), read('cpu.stat').then(flatKeyed)]);
  const [quota, period] = max?.split(' ') ?? [];
  const quotaMicroseconds = limitOf(quota);
  return present<CgroupCpu>({
    quotaMs: quotaMicroseconds === 'max' ? 'max' : divided(quotaMicroseconds, MICROSECONDS_PER_MS),
    periodMs: divided(wholeNumber(period), MICROSECONDS_PER_MS),
    periods: stat.get('nr_periods'),
    throttledPeriods: stat.get('nr_throttled'),
    throttledMs: divided(stat.get('throttled_usec'), MICROSECONDS_PER_MS),
    usageMs: divided(stat.get('usage_usec'), MICROSECONDS_PER_MS),
  });
}

async function readMemory(read: Read): Promise<CgroupMemory | undefined> {
  const [current, max, high, stat, events] = await Promise.all([
    read('memory.current').then(wholeNumber),
    read('memory.max').then(limitOf),
    read('memory.high').then(limitOf),
    read('memory.stat').then(flatKeyed),
    read('memory.events').then(flatKeyed),
  ]);
  const inactiveFile = stat.get('inactive_file');
  return present<CgroupMemory>({
    currentBytes: current,
    maxBytes: max,
    highBytes: high,
    anonBytes: stat.get('anon'),
    fileBytes: stat.get('file'),
    inactiveFileBytes: inactiveFile,
    workingSetBytes: workingSet(current, inactiveFile),
    highEvents: events.get('high'),
    maxEvents: events.get('max'),
    oomEvents: events.get('oom'),
    oomKills: events.get('oom_kill'),
  });
}

async function readPids(read: Read): Promise<CgroupPids | undefined> {
  const [current, max] = await Promise.all([read('pids.current').then(wholeNumber), read('pids.max').then(limitOf)]);
  return present<CgroupPids>({ current, max });
}
