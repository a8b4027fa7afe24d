/** Events on their way to somebody slower, bounded in bytes. What does not fit is dropped, counted and announced. */

import type { TraceEvent } from '../trace/event.ts';
import { estimateBytes } from './estimate.ts';

export interface EventQueue {
  push(events: readonly TraceEvent[]): void;
  /** The oldest, as many as weigh `maxBytes` or less by estimate, but one at least. */
  take(maxBytes: number): readonly TraceEvent[];
  clear(): void;
  readonly isEmpty: boolean;
}

/**
 * The announcement of a loss stands where the dropped events would. It has the `seq` of the first of them, so that `seq` still
 * grows for this reader, and the time of the last.
 *
 * @param maxBytes of what waits, by estimate
 * @param reason of the announcement: who was too slow
 */
export function createEventQueue(maxBytes: number, reason: string): EventQueue {
  let waiting: TraceEvent[] = [];
  let bytes = 0;
  let dropped = 0;
  let firstSeq = 0;
  let last: TraceEvent | undefined;

  function add(event: TraceEvent): void {
    const size = estimateBytes(event);
    // Once something was dropped the rest is, until room is made: one announcement for a loss, and not one for each large event.
    if (last !== undefined || bytes + size > maxBytes) {
      drop(event);
      return;
    }
    bytes += size;
    waiting.push(event);
  }

  function drop(event: TraceEvent): void {
    if (last === undefined) firstSeq = event.seq;
    last = event;
    dropped++;
  }

  function announceLoss(): void {
    if (last === undefined) return;
    const traceLost = { reason, dropped, firstSeq, lastSeq: last.seq };
    const event: TraceEvent = { seq: firstSeq, time: last.time, offsetMs: 0, conn: '', kind: 'traceLost', traceLost };
    last = undefined;
    dropped = 0;
    bytes += estimateBytes(event);
    waiting.push(event);
  }

  return {
    push(events) {
      for (const event of events) add(event);
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
      dropped = 0;
      last = undefined;
    },
    get isEmpty() {
      return waiting.length === 0 && last === undefined;
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
