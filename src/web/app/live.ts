/** A reader of the live trace with what a browser has: its socket, clock and timers. Reads whole pictures at once. */

import type { TraceEvent } from '../../trace/event.ts';
import { type LiveReader, type LiveState, openLive } from '../source/live-socket.ts';
import type { ServerSource } from '../source/server-source.ts';
import { connectWith } from '../source/web-socket.ts';
import { MAX_RECENT } from './event-cache.ts';

/** A page that is not seen has a turn each second, and after some minutes each minute: what comes meanwhile does not wait for it. */
const MAX_WAITING = MAX_RECENT;

export interface BrowserLiveOptions {
  readonly source: ServerSource;
  readonly filter: string;
  readonly since: number;
  readonly soon: (work: () => void) => void;
  /** All that came since the last time, once a picture, or when there are many. */
  readonly onEvents: (events: readonly TraceEvent[]) => void;
  readonly onState: (state: LiveState) => void;
  readonly onRestart: () => void;
}

export function openBrowserLive(options: BrowserLiveOptions): LiveReader {
  const { source, filter, since, soon, onEvents, onState, onRestart } = options;
  let waiting: TraceEvent[] = [];
  let isClosed = false;

  function flush(): void {
    const events = waiting;
    waiting = [];
    if (!isClosed && events.length > 0) onEvents(events);
  }

  const reader = openLive({
    url: source.liveUrl,
    filter,
    since,
    connect: connectWith(WebSocket),
    source,
    whyNot: () => source.whyNotLive(filter),
    now: Date.now,
    setTimer(call, ms) {
      const timer = setTimeout(call, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    onEvents(events) {
      if (waiting.length === 0) soon(flush);
      // One by one: as arguments of push() a million are too many.
      for (const event of events) waiting.push(event);
      if (waiting.length >= MAX_WAITING) flush();
    },
    onState,
    onRestart,
  });
  return {
    ...reader,
    close() {
      isClosed = true;
      reader.close();
    },
  };
}
