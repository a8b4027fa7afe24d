/** Events on their way to somebody slower, bounded in bytes. What does not fit is dropped, counted and announced. */

import type { TraceEvent } from '../trace/event.ts';
import { estimateBytes } from './estimate.ts';
import { createLoss, isAnnouncement } from './loss.ts';

/** Called where traffic waits: must not throw, nor do anything expensive. */
export type OnDropped = () => void;

export interface EventQueue {
  push(events: readonly TraceEvent[]): void;
  /** Counts an event as lost, in its place, for a reason of its own. */
  drop(event: TraceEvent, reason: string): void;
  /** Announces what was lost so far, where there is room: what is pushed next waits behind the announcement. */
  settle(): void;
  /** The oldest, as many as weigh `maxBytes` or less by estimate, but one at least. */
  take(maxBytes: number): readonly TraceEvent[];
  clear(): void;
  readonly isEmpty: boolean;
}

/**
 * The announcement of a loss stands where the dropped events would. One that is pushed, of a loss further up, is never dropped: it
 * becomes part of the next.
 *
 * @param maxBytes of what waits, by estimate
 * @param reason of the announcement: who was too slow
 * @param onDropped told of each event that found no room
 */
export function createEventQueue(maxBytes: number, reason: string, onDropped: OnDropped = () => {}): EventQueue {
  const loss = createLoss();
  let waiting: TraceEvent[] = [];
  let bytes = 0;

  function add(event: TraceEvent): void {
    const size = estimateBytes(event);
    // Once something was dropped the rest is, until room is made: one announcement for a loss, and not one for each large event.
    if (!loss.isNone || bytes + size > maxBytes) {
      // One of a loss further up was counted there.
      if (!isAnnouncement(event)) onDropped();
      loss.add(event, reason);
      return;
    }
    bytes += size;
    waiting.push(event);
  }

  function announceLoss(): void {
    const event = loss.announce();
    if (event === undefined) return;
    bytes += estimateBytes(event);
    waiting.push(event);
  }

  return {
    push(events) {
      for (const event of events) add(event);
    },
    drop: loss.add,
    settle() {
      if (bytes < maxBytes) announceLoss();
    },
    take(maxTakenBytes) {
      const taken = firstWithin(waiting, maxTakenBytes);
      waiting = taken.length === waiting.length ? [] : waiting.slice(taken.length);
      for (const event of taken) bytes -= estimateBytes(event);
      announceLoss();
      return taken;
    },
    clear() {
      waiting = [];
      bytes = 0;
      loss.clear();
    },
    get isEmpty() {
      return waiting.length === 0 && loss.isNone;
    },
  };
}

function firstWithin(events: readonly TraceEvent[], maxBytes: number): readonly TraceEvent[] {
  let bytes = 0;
  for (const [n, event] of events.entries()) {
    bytes += estimateBytes(event);
    if (bytes > maxBytes && n > 0) return events.slice(0, n);
  }
  return events;
}
