/** The newest events in memory, for whoever comes later and asks what happened. */

import type { TraceEvent } from '../trace/event.ts';
import { BASE_BYTES, estimateBytes } from './estimate.ts';
import type { Sink } from './sink.ts';

/** About 100,000 events, 12,000 unary calls; a quarter of the heap that Node allows itself in a container of 512 MiB. */
export const DEFAULT_RING_BYTES = 64 * 1024 * 1024;

export interface Ring extends Sink {
  /** Oldest first. */
  snapshot(): TraceEvent[];
  /** How many events made room for newer ones. */
  readonly dropped: number;
  /** Of the oldest and the newest event that is held; undefined where there is none. */
  readonly firstSeq: number | undefined;
  readonly lastSeq: number | undefined;
}

/** @param maxBytes of what is held, by estimate */
export function createRing(maxBytes = DEFAULT_RING_BYTES): Ring {
  // No event is estimated lower than BASE_BYTES, so this many slots are never too few: nothing is ever moved or grown.
  const slots = new Array<TraceEvent | undefined>(Math.floor(maxBytes / BASE_BYTES) + 1).fill(undefined);
  let oldest = 0;
  let size = 0;
  let bytes = 0;
  let dropped = 0;

  function at(n: number): TraceEvent | undefined {
    const slot = oldest + n;
    return slots[slot < slots.length ? slot : slot - slots.length];
  }

  function dropOldest(): void {
    const event = slots[oldest];
    if (event !== undefined) bytes -= estimateBytes(event);
    slots[oldest] = undefined;
    oldest = oldest + 1 === slots.length ? 0 : oldest + 1;
    size--;
    dropped++;
  }

  function add(event: TraceEvent): void {
    const slot = oldest + size;
    slots[slot < slots.length ? slot : slot - slots.length] = event;
    size++;
    bytes += estimateBytes(event);
    while (bytes > maxBytes) dropOldest();
  }

  return {
    write(events) {
      for (const event of events) add(event);
    },
    async close() {},
    snapshot() {
      const events: TraceEvent[] = [];
      for (let n = 0; n < size; n++) {
        const event = at(n);
        if (event !== undefined) events.push(event);
      }
      return events;
    },
    get dropped() {
      return dropped;
    },
    get firstSeq() {
      return at(0)?.seq;
    },
    get lastSeq() {
      return size === 0 ? undefined : at(size - 1)?.seq;
    },
  };
}
