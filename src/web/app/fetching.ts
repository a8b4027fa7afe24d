/** Fetches the events that views want and the page has not. */

import { isAnnouncement } from '../source/live-cursor.ts';
import { EventCache } from './event-cache.ts';
import { pause } from './pause.ts';
import { type Run, runs } from './runs.ts';
import type { SessionOptions } from './session.ts';

/** Some screens. Who scrolls on wants others soon. */
const MAX_AT_ONCE = 400;

/** Between two that are wanted: fetched in vain, and cheaper than another request. */
const MAX_GAP = 40;

/** Of the server's eight places for who reads the past (docs/live.md): other pages are there too. */
const MAX_REQUESTS = 3;

/** Behind a failure, so that a server that is away is not asked for each picture. */
const RETRY_MS = 1_000;

export function keepFetching(
  { source, store, soon }: SessionOptions,
  signal: AbortSignal,
): { readonly cache: EventCache } {
  let isBusy = false;
  const cache = new EventCache(() => {
    if (!isBusy) soon(() => void fetchAll());
  });

  async function fetchAll(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      const wanted = cache.takeWanted(MAX_AT_ONCE);
      await inTurns(runs(wanted, MAX_GAP, MAX_AT_ONCE), MAX_REQUESTS, async ({ first, last }) => {
        const events = await source.read(first, last, signal);
        cache.answer(
          wanted.filter((seq) => seq >= first && seq <= last),
          // What a server has overwritten is gone, each of it; in a file an announcement is what there is.
          source.kind === 'file' ? events : events.filter((event) => !isAnnouncement(event)),
        );
      });
    } catch {
      // The link says that the server is away. What is wanted still is wanted again when it is drawn.
      await pause(RETRY_MS);
    }
    isBusy = false;
    if (signal.aborted) return;
    // Drawn again, views ask for what they want now.
    store.dispatch({ type: 'fetched' });
    // What was wanted meanwhile has not been asked for.
    if (cache.isWanting) soon(() => void fetchAll());
  }

  return { cache };
}

async function inTurns(all: readonly Run[], width: number, step: (run: Run) => Promise<void>): Promise<void> {
  const rest = [...all].reverse();
  async function one(): Promise<void> {
    for (let run = rest.pop(); run !== undefined; run = rest.pop()) await step(run);
  }
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, one));
}
