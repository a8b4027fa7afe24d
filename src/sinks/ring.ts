/** The newest events in memory, for whoever comes later and asks what happened. */

import type { TraceEvent } from '../trace/event.ts';
import { BASE_BYTES, estimateBytes } from './estimate.ts';
import { PackedEvents } from './packed-events.ts';
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
  // No event is estimated lower than BASE_BYTES, so this many rows are never too few: nothing is ever moved or grown.
  const rows = new PackedEvents(Math.floor(maxBytes / BASE_BYTES) + 1);
  let oldest = 0;
  let size = 0;
  let bytes = 0;
  let dropped = 0;

  function rowOf(n: number): number {
    const row = oldest + n;
    return row < rows.capacity ? row : row - rows.capacity;
  }

  function dropOldest(): void {
    bytes -= rows.weight(oldest);
    rows.clear(oldest);
    oldest = rowOf(1);
    size--;
    dropped++;
  }

  function add(event: TraceEvent): void {
    const weight = estimateBytes(event);
    rows.set(rowOf(size), event, weight);
    size++;
    bytes += weight;
    while (bytes > maxBytes) dropOldest();
  }

  return {
    write(events) {
      for (const event of events) add(event);
    },
    async close() {},
    snapshot: () => Array.from({ length: size }, (_, n) => rows.get(rowOf(n))),
    get dropped() {
      return dropped;
    },
    get firstSeq() {
      return size === 0 ? undefined : rows.seq(oldest);
    },
    get lastSeq() {
      return size === 0 ? undefined : rows.seq(rowOf(size - 1));
    },
  };
}
