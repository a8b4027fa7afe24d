import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the time is over, or at once when `gone` says that nobody waits for it any more. Never rejects. */
export type Wait = (milliseconds: number, gone: AbortSignal) => Promise<void>;

/** Timers drop fractions of a millisecond: rounded up, nobody waits for less than was asked for. */
export const waitOnTimer: Wait = async (milliseconds, signal) => {
  try {
    await sleep(Math.ceil(milliseconds), undefined, { signal });
  } catch {
    // An aborted wait is over as well.
  }
};
