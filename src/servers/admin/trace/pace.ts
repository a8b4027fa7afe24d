/** How much of the event loop goes to those who look at the trace: the rest is for the traffic that is traced. */

import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';

/**
 * Of all of them together, however many they are. A reader who is behind, or reads from the past, would else take all that there is: for
 * seconds, for as long as the buffers on the way to it have room. With a quarter 30,000 events a second are told as JSON.
 */
const SHARE = 1 / 4;

/** What a timer can wait: for less, one turn of the event loop. */
const MIN_SLEEP_MS = 1;

export interface PaceOptions {
  /** Milliseconds of any clock that does not go back. */
  readonly now: () => number;
  /** Resolves about so many milliseconds later, never in the same turn. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

const SYSTEM: PaceOptions = {
  now: performance.now.bind(performance),
  wait: (milliseconds) => (milliseconds < MIN_SLEEP_MS ? turn() : sleep(milliseconds)),
};

export interface Pace {
  /**
   * A stretch of work begins. To be kept to a few milliseconds.
   *
   * @returns ends it; resolves when the next may begin: traffic has then had its turn, and its share
   */
  begin(): () => Promise<void>;
}

export function createPace({ now, wait }: PaceOptions = SYSTEM): Pace {
  let freeAt = 0;

  async function untilFree(): Promise<void> {
    do {
      await wait(Math.max(0, freeAt - now()));
      // Somebody else may have worked meanwhile.
    } while (now() < freeAt);
  }

  return {
    begin() {
      const began = now();
      return () => {
        const ended = now();
        freeAt = Math.max(freeAt, ended) + (ended - began) * (1 / SHARE - 1);
        return untilFree();
      };
    },
  };
}
