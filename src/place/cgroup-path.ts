/** Where the files of our cgroup are. */

import { promises } from 'node:fs';
import { join } from 'node:path';

/** What /proc/self/cgroup says, cgroups(7). Paths begin with a slash. */
export interface Membership {
  /** Controllers of version 1 that we read → their path and the list of controllers that share their hierarchy. */
  readonly v1: ReadonlyMap<string, Hierarchy>;
  /** The path in version 2. */
  readonly v2?: string;
}

export interface Hierarchy {
  /** "cpu,cpuacct": the name of its mount, as a rule. */
  readonly controllers: string;
  readonly path: string;
}

/** A line for each hierarchy: `4:cpu,cpuacct:/kubepods/pod1`, and `0::/kubepods/pod1` for version 2. */
const LINE = /^\d+:([^:]*):(\/.*)$/;

const V1_CONTROLLERS: ReadonlySet<string> = new Set(['cpu', 'cpuacct', 'memory', 'pids']);

export function parseMembership(text: string | undefined): Membership {
  const v1 = new Map<string, Hierarchy>();
  let v2: string | undefined;
  for (const line of text?.split('\n') ?? []) {
    const [, controllers, path] = LINE.exec(line) ?? [];
    if (controllers === undefined || path === undefined) continue;
    if (controllers === '') v2 = path;
    for (const name of controllers.split(',')) if (V1_CONTROLLERS.has(name)) v1.set(name, { controllers, path });
  }
  return v2 === undefined ? { v1 } : { v1, v2 };
}

/**
 * Without a cgroup namespace the path is the one that the host sees, and may not be there: then the mount itself is our cgroup.
 *
 * @param file that a cgroup of this kind has
 * @returns the first folder that has it; the first of all where none has
 */
export async function folderWith(file: string, folders: readonly [string, ...string[]]): Promise<string> {
  for (const folder of folders) {
    const isThere = await promises.access(join(folder, file)).then(
      () => true,
      () => false,
    );
    if (isThere) return folder;
  }
  return folders[0];
}

/** `path` below `mount`. A cgroup outside of our namespace is shown as `/../other`, which is not below it: then `mount`. */
export function below(mount: string, path: string): string {
  return path.split('/').includes('..') ? mount : join(mount, path);
}
