/** This process, as Node and the kernel see it. Nothing of its environment or its arguments: they may hold secrets. */

import { promises } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { type Limit, present, wholeNumber } from './figures.ts';
import { readText } from './read-text.ts';

export interface ProcessFigures {
  readonly pid: number;
  readonly uptimeSeconds: number;
  /** Of all threads, since the start. */
  readonly cpuUserSeconds: number;
  readonly cpuSystemSeconds: number;
  /** CPUs that may be used at a time. Node does not look at the quota of the cgroup. */
  readonly availableCpus: number;
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  readonly heapTotalBytes: number;
  /** Beyond it Node ends with "JavaScript heap out of memory", whatever the container may use. */
  readonly heapLimitBytes: number;
  /** Outside of the heap: Buffers and what else belongs to objects. */
  readonly externalBytes: number;
  readonly openFiles?: number;
  /** Sockets are files: EMFILE beyond it. */
  readonly maxOpenFiles?: Limit;
  readonly versions: Versions;
}

export interface Versions {
  readonly node: string;
  readonly v8?: string;
  readonly openssl?: string;
  readonly nghttp2?: string;
}

/** Files that are counted, far above what a server of connections in the thousands has: counting more takes longer than it tells. */
const MAX_COUNTED_FILES = 100_000;
/** Entries of a folder that are read at a time, instead of 32: one trip to another thread for most processes. */
const FOLDER_READ_ENTRIES = 1024;

interface OpenFiles {
  readonly openFiles?: number;
  readonly maxOpenFiles?: Limit;
}

/** @param root where `proc` is. Never rejects; what cannot be read is not there */
export async function readProcess(root = '/'): Promise<ProcessFigures> {
  const self = join(root, 'proc/self');
  const openFiles = await countFiles(join(self, 'fd'));
  const limits = await readText(join(self, 'limits'));
  const memory = process.memoryUsage();
  const cpu = process.cpuUsage();
  return {
    pid: process.pid,
    uptimeSeconds: process.uptime(),
    cpuUserSeconds: cpu.user / 1_000_000,
    cpuSystemSeconds: cpu.system / 1_000_000,
    availableCpus: availableParallelism(),
    residentBytes: memory.rss,
    heapUsedBytes: memory.heapUsed,
    heapTotalBytes: memory.heapTotal,
    heapLimitBytes: getHeapStatistics().heap_size_limit,
    externalBytes: memory.external,
    ...present<OpenFiles>({ openFiles, maxOpenFiles: maxOpenFiles(limits) }),
    versions: versions(),
  };
}

/** Without the one that is open to count them. */
async function countFiles(folder: string): Promise<number | undefined> {
  let count = -1;
  try {
    for await (const _ of await promises.opendir(folder, { bufferSize: FOLDER_READ_ENTRIES })) {
      count++;
      if (count > MAX_COUNTED_FILES) return undefined;
    }
  } catch {
    return undefined;
  }
  return count < 0 ? undefined : count;
}

/** The soft limit, which is the one that counts: `Max open files            20000                20000                files`. */
function maxOpenFiles(limits: string | undefined): Limit | undefined {
  const soft = /^Max open files +(\w+) /m.exec(limits ?? '')?.[1];
  return soft === 'unlimited' ? 'max' : wholeNumber(soft);
}

/** A build of Node may be without some of them. */
function versions(): Versions {
  const { node, v8, openssl, nghttp2 } = process.versions;
  return { node, ...present<Omit<Versions, 'node'>>({ v8, openssl, nghttp2 }) };
}
