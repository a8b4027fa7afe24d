/** How long to wait before a connection is tried again. */

const DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 10_000] as const;

/** Pages that a restarted server lost at the same moment come back apart. */
const JITTER = 0.5;

/**
 * @param failures in a row, from 1
 * @param random 0 up to 1
 * @returns milliseconds: a quarter more or less than the delay
 */
export function retryDelayMs(failures: number, random: number): number {
  const delay = DELAYS_MS[Math.min(Math.max(failures, 1), DELAYS_MS.length) - 1] ?? 0;
  return Math.round(delay * (1 - JITTER / 2 + JITTER * random));
}
