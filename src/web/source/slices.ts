/** Long work in slices, so that the page draws and answers in between. */

/** Of the 16 that a picture has, some are left for it. */
const SLICE_MS = 10;

export interface Clock {
  /** Milliseconds of any clock that does not go back. */
  readonly now: () => number;
  /** Resolves when the page has had its turn. */
  readonly turn: () => Promise<void>;
}

export interface Slices {
  /** The slice is over: `rest` is to be awaited. */
  readonly isOver: boolean;
  /** @throws what the signal was aborted with */
  rest(): Promise<void>;
}

export function createSlices({ now, turn }: Clock, signal?: AbortSignal): Slices {
  let endsAt = now() + SLICE_MS;
  return {
    get isOver() {
      return now() >= endsAt;
    },
    async rest() {
      signal?.throwIfAborted();
      await turn();
      signal?.throwIfAborted();
      endsAt = now() + SLICE_MS;
    },
  };
}

/** A message to oneself is a task like a click; timers wait 4 ms, and in the background a second. */
export const pageClock: Clock = {
  now: () => performance.now(),
  turn: () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => {
        port1.close();
        resolve();
      });
      port1.start();
      port2.postMessage(undefined);
    }),
};
