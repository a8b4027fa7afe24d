import type { Found } from '../../../sinks/history.ts';
import type { Pace } from './pace.ts';

/** Events that are looked at, or rendered, in one turn of the event loop: 1 to 3 ms. */
export const MAX_TURN_EVENTS = 500;

/**
 * What a search finds, with time for traffic between its steps.
 *
 * @returns undefined where the reader has left
 */
export async function searched(
  search: Generator<undefined, Found>,
  departure: AbortSignal,
  pace: Pace,
): Promise<Found | undefined> {
  let rest = pace.begin();
  let step = search.next();
  for (let n = 1; step.done !== true; n++) {
    if (n % MAX_TURN_EVENTS === 0) {
      await rest();
      rest = pace.begin();
    }
    if (departure.aborted) return undefined;
    step = search.next();
  }
  await rest();
  return step.value;
}
