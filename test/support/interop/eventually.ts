import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than anything here takes on a busy machine. */
const PATIENCE_MS = 10_000;

/** Waits for what a server writes a little after its client has ended. @throws with `what` when it does not come */
export async function eventually<T>(what: () => string, find: () => T | undefined): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`waited ${PATIENCE_MS} ms for ${what()}`);
    await sleep(20);
  }
}
