/** The rows of the list: what is held of the filter's events, then what comes. Begun anew with each filter. */

import { isAnnouncement } from '../source/live-cursor.ts';
import { FilterRefused } from '../source/source.ts';
import { openBrowserLive } from './live.ts';
import { pause } from './pause.ts';
import type { SessionParts } from './session.ts';

/** Between two attempts to ask what is held, while the server is away. */
const RETRY_MS = 2_000;

export function keepList(parts: SessionParts): void {
  const { store, signal } = parts;
  let filter = store.state.place.filter;
  let end = begin();
  const unsubscribe = store.subscribe(() => {
    if (store.state.place.filter === filter) return;
    filter = store.state.place.filter;
    end.abort();
    end = begin();
  });
  signal.addEventListener('abort', () => {
    unsubscribe();
    end.abort();
  });

  function begin(): AbortController {
    const ending = new AbortController();
    void listed(parts, filter, ending.signal);
    return ending;
  }
}

async function listed(parts: SessionParts, filter: string, signal: AbortSignal): Promise<void> {
  const { store, source } = parts;
  while (!signal.aborted) {
    try {
      const index = await source.index(filter, signal);
      if (signal.aborted) return;
      store.dispatch({ type: 'indexed', filter, index });
      goOn(parts, filter, (index.lastSeq ?? 0) + 1, signal);
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof FilterRefused) return store.dispatch({ type: 'filterRefused', problem: error.problem });
      const reason = error instanceof Error ? error.message : String(error);
      store.dispatch({ type: 'linked', link: { is: 'disconnected', reason, retryAt: Date.now() + RETRY_MS } });
      await pause(RETRY_MS);
    }
  }
}

function goOn(parts: SessionParts, filter: string, since: number, signal: AbortSignal): void {
  const { store, source, soon, cache, restart } = parts;
  if (source.kind === 'file') {
    store.dispatch({ type: 'linked', link: { is: 'file', name: source.name, skippedLines: source.skippedLines } });
    return;
  }
  const reader = openBrowserLive({
    source,
    filter,
    since,
    soon,
    onEvents(events) {
      // An announcement has the number of an event that the ring may still hold.
      cache.add(events.filter((event) => !isAnnouncement(event)));
      store.dispatch({ type: 'arrived', filter, events });
    },
    onState: (link) => store.dispatch({ type: 'linked', link }),
    onRestart: restart,
  });
  parts.readers.add(reader);
  signal.addEventListener('abort', () => {
    parts.readers.delete(reader);
    reader.close();
  });
}
