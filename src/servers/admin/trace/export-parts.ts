/** An export as it is read, a part at a time, with time for traffic between two. */

import { type Found, find, type HistoryOptions, type ReadableRing, read } from '../../../sinks/history.ts';
import type { TraceEvent } from '../../../trace/event.ts';
import type { TraceExport } from './delivery.ts';
import type { Pace } from './pace.ts';
import { MAX_TURN_EVENTS, searched } from './searched.ts';

/** As the body of an answer has it ahead of its reader. */
const PART_BYTES = 64 * 1024;

/** What is in it is settled by this call; what is overwritten before it is read is announced in its place. */
export function exportParts(
  ring: ReadableRing,
  options: HistoryOptions,
  format: TraceExport,
  departure: AbortSignal,
  pace: Pace,
): AsyncGenerator<Buffer> {
  return parts(ring, find(ring, options), format, departure, pace);
}

async function* parts(
  ring: ReadableRing,
  search: Generator<undefined, Found>,
  { render }: TraceExport,
  departure: AbortSignal,
  pace: Pace,
): AsyncGenerator<Buffer> {
  const found = await searched(search, departure, pace);
  if (found === undefined) return;
  let rest = pace.begin();
  const events = counted(read(ring, found));
  const part = createPart();
  for (const piece of render(events)) {
    part.add(piece);
    if (part.bytes < PART_BYTES && events.count < MAX_TURN_EVENTS) continue;
    events.count = 0;
    // Of the time that the reader takes, nothing is ours.
    const rested = rest();
    yield part.take();
    await rested;
    if (departure.aborted) return;
    rest = pace.begin();
  }
  if (part.bytes > 0) yield part.take();
}

interface Counted extends Iterable<TraceEvent> {
  /** Since it was set to 0. */
  count: number;
}

function counted(events: Iterable<TraceEvent>): Counted {
  return {
    count: 0,
    *[Symbol.iterator]() {
      for (const event of events) {
        this.count++;
        yield event;
      }
    },
  };
}

interface Part {
  readonly bytes: number;
  add(piece: string | Uint8Array): void;
  take(): Buffer;
}

function createPart(): Part {
  let pieces: Buffer[] = [];
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    add(piece) {
      const added = typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece);
      bytes += added.length;
      pieces.push(added);
    },
    take() {
      const taken = Buffer.concat(pieces, bytes);
      pieces = [];
      bytes = 0;
      return taken;
    },
  };
}
