/** What is left of an example that was ended: nothing, if it is right. */

import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually.ts';
import type { Example } from './example.ts';
import { isFree } from './example-ports.ts';

/** A process that is killed is gone for scripts, which know it by its command line, a moment before its ports are closed. */
const ATTEMPTS = 100;

/** @returns those of its ports on which somebody still listens @throws when a process of its group does not end */
export async function leftoversOf({
  ports,
  processGroup,
}: Pick<Example, 'ports' | 'processGroup'>): Promise<readonly number[]> {
  await eventually(
    () => `the group of run.sh, ${processGroup}, to end`,
    () => (exists(processGroup) ? undefined : true),
  );
  let taken = await takenFrom(ports.base);
  for (let attempt = 1; taken.length > 0 && attempt < ATTEMPTS; attempt++) {
    await sleep(50);
    taken = await takenFrom(ports.base);
  }
  return taken;
}

async function takenFrom(base: number): Promise<readonly number[]> {
  const all = Array.from({ length: 40 }, (_, offset) => base + offset);
  const free = await Promise.all(all.map(isFree));
  return all.filter((_, offset) => !free[offset]);
}

function exists(group: number): boolean {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}
