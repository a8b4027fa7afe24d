/** The newest events in memory, for whoever comes later and asks what happened. */

import type { TraceEvent } from '../trace/event.ts';
import type { ReadMessage } from './own-bytes.ts';
import { PackedEvents } from './packed-events.ts';
import { type PackedParts, packedParts } from './packed-parts.ts';
import { PackedRows } from './packed-rows.ts';
import type { Sink } from './sink.ts';

/** About 120,000 events, 13,000 unary calls; a quarter of the heap that Node allows itself in a container of 512 MiB. */
export const DEFAULT_RING_BYTES = 64 * 1024 * 1024;

/** Of the memory, about as unary calls need it; the rest is for previews. When one part is full, the oldest events go. */
const SHARE_OF_ROWS = 3 / 8;
const SHARE_OF_REFERENCES = 3 / 8;

export interface Ring extends Sink {
  /** Oldest first. All at once: for readers of much, history.ts. */
  snapshot(): TraceEvent[];
  /** @returns undefined where it is not held, or not any more */
  get(seq: number): TraceEvent | undefined;
  /** How many events made room for newer ones, or were larger than the room for all. */
  readonly dropped: number;
  /** Of the oldest and the newest event that is held; undefined where there is none. */
  readonly firstSeq: number | undefined;
  readonly lastSeq: number | undefined;
}

export interface RingOptions {
  /** Of all that is held. What events refer to is estimated, the rest is exact, and taken at once. */
  readonly maxBytes?: number;
  readonly readMessage: ReadMessage;
}

/** @throws RangeError where `maxBytes` is too little for one event */
export function createRing({ maxBytes = DEFAULT_RING_BYTES, readMessage }: RingOptions): Ring {
  const capacity = Math.floor((maxBytes * SHARE_OF_ROWS) / PackedRows.ROW_BYTES);
  if (capacity < 1) throw new RangeError(`a ring of ${maxBytes} bytes has no room for an event: expected more`);
  const maxReferenced = maxBytes * SHARE_OF_REFERENCES;
  const maxPreviews = Math.floor(maxBytes - maxReferenced - capacity * PackedRows.ROW_BYTES);
  const events = new PackedEvents(capacity, maxPreviews, readMessage);
  let oldest = 0;
  let size = 0;
  let referenced = 0;
  let dropped = 0;

  function rowOf(n: number): number {
    const row = oldest + n;
    return row < capacity ? row : row - capacity;
  }

  function dropOldest(): void {
    referenced -= events.referencedBytes(oldest);
    events.clear(oldest);
    oldest = rowOf(1);
    size--;
    dropped++;
  }

  function hasRoomFor(parts: PackedParts): boolean {
    return size < capacity && referenced + parts.referencedBytes <= maxReferenced && events.hasRoomFor(parts.preview);
  }

  function add(event: TraceEvent): void {
    const parts = packedParts(event);
    if (parts.referencedBytes > maxReferenced || parts.preview.length > maxPreviews) {
      dropped++;
      return;
    }
    while (!hasRoomFor(parts)) dropOldest();
    events.set(rowOf(size), event, parts);
    size++;
    referenced += parts.referencedBytes;
  }

  function rowOfSeq(seq: number): number | undefined {
    if (size === 0) return undefined;
    // Numbers have no gaps but for events that were larger than the room for all: mostly the first guess is right.
    const guess = seq - events.seq(oldest);
    let low = 0;
    let high = Math.min(size - 1, guess);
    for (let n = high; low <= high; n = (low + high) >>> 1) {
      const found = events.seq(rowOf(n));
      if (found === seq) return rowOf(n);
      if (found < seq) low = n + 1;
      else high = n - 1;
    }
    return undefined;
  }

  return {
    write(batch) {
      for (const event of batch) add(event);
    },
    async close() {},
    snapshot: () => Array.from({ length: size }, (_, n) => events.get(rowOf(n))),
    get(seq) {
      const row = rowOfSeq(seq);
      return row === undefined ? undefined : events.get(row);
    },
    get dropped() {
      return dropped;
    },
    get firstSeq() {
      return size === 0 ? undefined : events.seq(oldest);
    },
    get lastSeq() {
      return size === 0 ? undefined : events.seq(rowOf(size - 1));
    },
  };
}
