/** How many may look through the ring at a time, for whatever: exports, and searches for what matches. */

import { Refusal } from '../refusal.ts';

/** Each takes a turn of the event loop after the other, so traffic waits for all of them. */
const MAX_EXPORTS = 8;

export interface Places {
  /** @returns gives it back, to be called once. @throws Refusal */
  take(): () => void;
}

export function createPlaces(): Places {
  let taken = 0;
  return {
    take() {
      if (taken >= MAX_EXPORTS)
        throw new Refusal(429, `${taken} exports are under way: expected fewer before one more`);
      taken += 1;
      return () => {
        taken -= 1;
      };
    },
  };
}
