/** Items that fall due evenly over a time. */

import { pause } from './departure.ts';

export interface Pace {
  /** 1 or more. */
  readonly count: number;
  /** From the first to the last. 0: all at once. */
  readonly durationMs: number;
}

/** Items that are due at a time are yielded by so many, so that what is made of them stays small. */
const MAX_BATCH = 256;

/**
 * Yields how many items are due: the first at once, the last after the duration. Whoever takes them late gets more at a time.
 * Ends early when the client leaves.
 */
export async function* paced({ count, durationMs }: Pace, departure: AbortSignal): AsyncGenerator<number> {
  const intervalMs = count > 1 ? durationMs / (count - 1) : 0;
  const startedAt = performance.now();
  for (let done = 0; done < count; ) {
    const elapsedMs = performance.now() - startedAt;
    const due = intervalMs === 0 ? count : Math.min(count, Math.floor(elapsedMs / intervalMs) + 1);
    if (due > done) {
      const batch = Math.min(due - done, MAX_BATCH);
      yield batch;
      done += batch;
    } else if (!(await pause(done * intervalMs - elapsedMs, departure))) return;
  }
}
