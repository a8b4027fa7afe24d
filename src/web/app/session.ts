/**
 * Keeps the state in step with one source of events: what is held, what comes, what calls and connections do, and the events that views
 * want to show.
 */

import type { FileSource } from '../source/file-source.ts';
import type { LiveReader } from '../source/live-socket.ts';
import type { ServerSource } from '../source/server-source.ts';
import type { Services } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { EventCache } from './event-cache.ts';
import { keepFetching } from './fetching.ts';
import { keepList } from './list.ts';
import { keepLooking } from './looking.ts';
import { keepSummary } from './summary.ts';

export interface SessionOptions {
  readonly store: Store;
  readonly source: ServerSource | FileSource;
  /** Does this with the next picture. */
  readonly soon: (work: () => void) => void;
}

/** What each part of a session has. */
export interface SessionParts extends SessionOptions {
  readonly cache: EventCache;
  readonly signal: AbortSignal;
  /** Those of the live trace. */
  readonly readers: Set<LiveReader>;
  /** All that was known is of another server: begins anew. */
  readonly restart: () => unknown;
}

export interface Session {
  readonly services: Services;
  close(): void;
}

export function createSession(options: SessionOptions): Session {
  const { store, source } = options;
  let parts = begin();

  function begin(): { readonly end: AbortController; readonly cache: EventCache } {
    const end = new AbortController();
    const fetching = keepFetching(options, end.signal);
    const all: SessionParts = {
      ...options,
      cache: fetching.cache,
      signal: end.signal,
      readers: new Set(),
      // Both readers find it out.
      restart: () => end.signal.aborted || restart(),
    };
    keepList(all);
    void keepSummary(all);
    if (source.server !== undefined) keepLooking(all, source.server);
    return { end, cache: fetching.cache };
  }

  function restart(): void {
    parts.end.abort();
    store.dispatch({ type: 'sourceChanged' });
    store.dispatch({
      type: 'noticed',
      notice: {
        text: 'The server was started anew: its trace begins again, and what was shown is gone.',
        tone: 'info',
      },
    });
    parts = begin();
  }

  return {
    services: {
      source,
      eventOf: (seq) => parts.cache.get(seq),
      isGone: (seq) => parts.cache.isGone(seq),
    },
    close: () => parts.end.abort(),
  };
}
