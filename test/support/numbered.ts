/** Many events of which only the number matters. */

import { BASE_BYTES } from '../../src/sinks/estimate.ts';
import { PackedRows } from '../../src/sinks/packed-rows.ts';
import { createRing, type Ring } from '../../src/sinks/ring.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { type EventBody, frame, stamp } from './events.ts';

const LIGHT: EventBody = frame('CLIENT', 'WINDOW_UPDATE', 0, {
  windowUpdate: { increment: 1 },
  window: { connection: 1 },
});

/** What each of them weighs by estimate. */
export const LIGHT_BYTES = BASE_BYTES;

/** Those from `firstSeq` up to `lastSeq`, with it. */
export function numbered(firstSeq: number, lastSeq: number): TraceEvent[] {
  return stamp(Array(lastSeq - firstSeq + 1).fill(LIGHT), 'c1', firstSeq);
}

/** A ring with room for so many of them. */
export function smallRing(events: number): Ring {
  return createRing({ maxBytes: (events * 8 * PackedRows.ROW_BYTES) / 3, readMessage: (kept) => kept });
}

/** "1-3 lost 4-6 (3) 7": numbers in the order in which they came. */
export function ranges(events: readonly TraceEvent[]): string {
  const parts: string[] = [];
  let first = 0;
  let last = 0;
  const flush = () => {
    if (last > 0) parts.push(first === last ? `${first}` : `${first}-${last}`);
    last = 0;
  };
  for (const event of events) {
    if (event.kind === 'traceLost') {
      flush();
      parts.push(`lost ${event.traceLost.firstSeq}-${event.traceLost.lastSeq} (${event.traceLost.dropped})`);
      continue;
    }
    if (event.seq !== last + 1) flush();
    if (last === 0) first = event.seq;
    last = event.seq;
  }
  flush();
  return parts.join(' ');
}
