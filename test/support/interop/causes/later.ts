import { setTimeout as sleep } from 'node:timers/promises';

/** Does it so many milliseconds from now. */
export async function after<T>(milliseconds: number, act: () => Promise<T>): Promise<T> {
  await sleep(milliseconds);
  return act();
}
