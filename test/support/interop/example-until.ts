import { setTimeout as sleep } from 'node:timers/promises';

/** An ejection, health checks and the start of a replica together, on a busy machine. */
const PATIENCE_MS = 40_000;

/** Waits until what has to be asked for is so. @throws with `what` when it does not come */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited ${PATIENCE_MS} ms until ${what}`);
    await sleep(50);
  }
}
