/**
 * The control group that we run in: what a container may use, what it uses, and how often it was held back.
 *
 * Of our own cgroup only: a limit of one above it, such as that of a pod, is not told. https://docs.kernel.org/admin-guide/cgroup-v2.html
 */

import { join } from 'node:path';
import type { Cgroup } from './cgroup-figures.ts';
import { parseMembership } from './cgroup-path.ts';
import { readCgroupV1 } from './cgroup-v1.ts';
import { readCgroupV2 } from './cgroup-v2.ts';
import { readText } from './read-text.ts';

/**
 * @param root where `proc` and `sys` are
 * @returns undefined where there are no cgroups, as on macOS. Never rejects
 */
export async function readCgroup(root = '/'): Promise<Cgroup | undefined> {
  const membership = parseMembership(await readText(join(root, 'proc/self/cgroup')));
  const mount = join(root, 'sys/fs/cgroup');
  // Where both are mounted, controllers that count are those of version 1: a controller is in one hierarchy only.
  if (membership.v1.size > 0) return readCgroupV1(mount, membership.v1);
  return membership.v2 === undefined ? undefined : readCgroupV2(mount, membership.v2);
}
