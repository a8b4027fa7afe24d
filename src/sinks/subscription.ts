/**
 * One reader of the live trace, who may be slow, or gone without a word.
 *
 * `write` is called while traffic waits, so it takes events into an inbox, and the filter looks at them when traffic has had its
 * turn; those that match wait until the reader takes them. Both places are bounded: the reader loses events, and is told which.
 */

import type { Filter } from '../filter/filter.ts';
import type { TraceEvent } from '../trace/event.ts';
import { estimateBytes } from './estimate.ts';
import { createEventQueue, type OnDropped } from './event-queue.ts';
import { isAnnouncement } from './loss.ts';
import { type ReadMessage, withOwnBytes } from './own-bytes.ts';
import type { Sink } from './sink.ts';

/** What a reader has of it. */
export interface Subscription {
  /**
   * Whether there is something to take: resolves when there is, or with false when nothing will come any more. To be awaited by
   * one reader at a time.
   */
  ready(): Promise<boolean>;
  /** The oldest that wait, about `maxBytes` of them by estimate; may be none, and that is no end. */
  take(maxBytes: number): readonly TraceEvent[];
  /** What is taken from now on matches it. Undefined: all events do. */
  setFilter(filter: Filter | undefined): void;
  /** Nothing can be taken meanwhile, and what matches is counted and not kept: `resume` announces it. */
  pause(): void;
  resume(): void;
  /** Nothing comes in any more; what waits can still be taken. */
  end(): void;
  /** Lets go of everything. */
  close(): void;
}

/** Some 13,000 events, a second of a busy server. */
export const MAX_WAITING_BYTES = 8 * 1024 * 1024;

/** Of events that the filter has not seen: what 20 ms of full load make is a quarter of it. */
export const MAX_UNFILTERED_BYTES = 8 * 1024 * 1024;

/** Some 2,000 events a turn of the event loop: traffic waits meanwhile, 2 to 6 ms with a filter. */
const MAX_TURN_BYTES = 1024 * 1024;

/** Of the past, a turn: they are unpacked first, which costs about as much as a filter. */
const MAX_PAST_STEPS = 500;

const SLOW_READER = 'the reader is slower than the trace';
const SLOW_FILTER = 'the filter is slower than the trace: it is not known how many of these would have matched';
const PAUSED = 'paused by the reader';

export interface SubscriptionOptions {
  readonly filter?: Filter | undefined;
  /** Comes before all that is written; undefined for a step that has given nothing. */
  readonly past?: Iterator<TraceEvent | undefined> | undefined;
  /** The newest `seq` that is not written any more, but may be in the past. */
  readonly joinedAt: number;
  readonly readMessage: ReadMessage;
  /** Told of each event that is dropped because the reader, or its filter, is too slow. */
  readonly onDropped?: OnDropped | undefined;
  /** Once, when nothing is to be written any more. */
  onEnd(): void;
}

type State = 'OPEN' | 'ENDED' | 'CLOSED';

export function createSubscription(options: SubscriptionOptions): Subscription & Sink {
  const inbox = createEventQueue(MAX_UNFILTERED_BYTES, SLOW_FILTER, options.onDropped);
  const waiting = createEventQueue(MAX_WAITING_BYTES, SLOW_READER, options.onDropped);
  let { filter, past, joinedAt: siftedUpTo } = options;
  let state: State = 'OPEN';
  let isPaused = false;
  let isSifting = false;
  // What waited when the filter changed matched the one before.
  let oldFilterUpTo = 0;
  let wake: ((isReady: boolean) => void) | undefined;

  function matches(event: TraceEvent): boolean {
    return filter === undefined || isAnnouncement(event) || filter.matches(event);
  }

  function siftLater(): void {
    if (isSifting || inbox.isEmpty) return;
    isSifting = true;
    setImmediate(sift);
  }

  function sift(): void {
    isSifting = false;
    for (const event of inbox.take(MAX_TURN_BYTES)) {
      siftedUpTo = event.seq;
      if (matches(event)) keep(event);
    }
    siftLater();
    tell();
  }

  function keep(event: TraceEvent): void {
    if (isPaused) waiting.drop(event, PAUSED);
    else waiting.push([filter === undefined ? event : withOwnBytes(event, options.readMessage)]);
  }

  function isReady(): boolean {
    return !isPaused && (past !== undefined || !waiting.isEmpty);
  }

  function isOver(): boolean {
    return state === 'CLOSED' || (state === 'ENDED' && inbox.isEmpty && !isReady());
  }

  function tell(): void {
    if (!isReady() && !isOver()) return;
    wake?.(!isOver());
    wake = undefined;
  }

  function takeNext(maxBytes: number): readonly TraceEvent[] {
    if (past === undefined) return waiting.take(maxBytes);
    const { events, isDone } = takeSteps(past, maxBytes);
    if (isDone) past = undefined;
    return events;
  }

  function leave(next: State): void {
    const wasOpen = state === 'OPEN';
    state = next;
    if (wasOpen) options.onEnd();
    tell();
  }

  return {
    write(events) {
      if (state !== 'OPEN') return;
      inbox.push(events);
      siftLater();
    },
    ready() {
      if (isReady() || isOver()) return Promise.resolve(!isOver());
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
    take(maxBytes) {
      if (isPaused) return [];
      return takeNext(maxBytes).filter((event) => event.seq > oldFilterUpTo || matches(event));
    },
    setFilter(next) {
      filter = next;
      oldFilterUpTo = siftedUpTo;
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      waiting.settle();
      tell();
    },
    end() {
      if (state === 'OPEN') leave('ENDED');
    },
    async close() {
      inbox.clear();
      waiting.clear();
      past = undefined;
      leave('CLOSED');
    },
  };
}

interface Steps {
  readonly events: readonly TraceEvent[];
  readonly isDone: boolean;
}

function takeSteps(past: Iterator<TraceEvent | undefined>, maxBytes: number): Steps {
  const events: TraceEvent[] = [];
  let bytes = 0;
  for (let steps = 0; steps < MAX_PAST_STEPS && bytes < maxBytes; steps++) {
    const { done, value } = past.next();
    if (done === true) return { events, isDone: true };
    if (value === undefined) continue;
    bytes += estimateBytes(value);
    events.push(value);
  }
  return { events, isDone: false };
}
