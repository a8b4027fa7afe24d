/** What is left of an example that was ended: nothing, if it is right. */

import { eventually } from './eventually.ts';
import type { Example } from './example.ts';
import { isFree } from './example-ports.ts';
import { until } from './example-until.ts';

/** @throws when a process of its group does not end, or somebody goes on listening on one of its ports */
export async function nothingIsLeftOf({ ports, processGroup }: Pick<Example, 'ports' | 'processGroup'>): Promise<void> {
  await eventually(
    () => `the group of run.sh, ${processGroup}, to end`,
    () => (exists(processGroup) ? undefined : true),
  );
  const all = Array.from({ length: 40 }, (_, offset) => ports.base + offset);
  // A process that ends is no more of the group a moment before the kernel has closed its ports.
  await until(`nobody listens on ports ${ports.base} and on`, async () => {
    return (await Promise.all(all.map(isFree))).every(Boolean);
  });
}

function exists(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}
