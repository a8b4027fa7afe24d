/**
 * Where the server runs, in one look: what says whether it was the network. Plain JSON, units in names, nothing of the
 * environment of the process; what the system does not tell is not there.
 *
 * Who the replica is (pod, namespace, node) is known to whoever reads the environment, and is not asked here.
 */

import { readCgroup } from './cgroup.ts';
import type { Cgroup } from './cgroup-figures.ts';
import type { EventLoopFigures, EventLoopWatch } from './event-loop.ts';
import { type Kernel, readKernel } from './kernel.ts';
import { type ProcessFigures, readProcess } from './process-figures.ts';

export interface Place {
  /** When it was read: milliseconds since the Unix epoch. Figures of "ever" are to be compared with those of an earlier one. */
  readonly atMs: number;
  readonly process: ProcessFigures;
  readonly kernel: Kernel;
  /** Absent where there are none, as on macOS. */
  readonly cgroup?: Cgroup;
  /** Where a watch was given. */
  readonly eventLoop?: EventLoopFigures;
}

export interface PlaceOptions {
  /** Where `proc` and `sys` are. Default: `/`. */
  readonly root?: string;
  /** Started, and of this reader alone: it is sampled. */
  readonly eventLoop?: EventLoopWatch;
}

/** Some twenty small files, on Node's thread pool. Never rejects. */
export async function readPlace({ root = '/', eventLoop }: PlaceOptions = {}): Promise<Place> {
  // First and alone: it counts open files, and those that are read here are none of them.
  const process = await readProcess(root);
  const [kernel, cgroup] = await Promise.all([readKernel(root), readCgroup(root)]);
  return {
    atMs: Date.now(),
    process,
    kernel,
    ...(cgroup === undefined ? {} : { cgroup }),
    ...(eventLoop === undefined ? {} : { eventLoop: eventLoop.sample() }),
  };
}
