/** What calls, connections and findings do, whatever the list shows. */

import { summaryFilter } from '../source/summary-filter.ts';
import { openBrowserLive } from './live.ts';
import { pause } from './pause.ts';
import type { SessionParts } from './session.ts';

/** Some thousand calls, as many as tables show; what was before them is in the server's own lists. */
const PAST_EVENTS = 6_000;

const RETRY_MS = 2_000;

export async function keepSummary(parts: SessionParts): Promise<void> {
  const { source, store, signal } = parts;
  while (!signal.aborted) {
    try {
      const { lastSeq } = await source.index('', signal);
      const events = await source.matching(summaryFilter, PAST_EVENTS, signal);
      if (signal.aborted) return;
      store.dispatch({ type: 'summarised', events, now: Date.now() });
      goOn(parts, Math.max(lastSeq ?? 0, events.at(-1)?.seq ?? 0) + 1);
      return;
    } catch {
      // The list says that the server is away, and why.
      await pause(RETRY_MS);
    }
  }
}

function goOn(parts: SessionParts, since: number): void {
  const { source, store, soon, signal, restart } = parts;
  if (source.kind === 'file') return;
  const reader = openBrowserLive({
    source,
    filter: summaryFilter,
    since,
    soon,
    onEvents: (events) => store.dispatch({ type: 'summarised', events, now: Date.now() }),
    // The list has the same connection to lose, and tells it.
    onState() {},
    onRestart: restart,
  });
  parts.readers.add(reader);
  signal.addEventListener('abort', () => reader.close());
}
