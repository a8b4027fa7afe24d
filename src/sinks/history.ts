/**
 * What the ring holds, for one reader, lazily: the ring is written on while it is read, maybe for minutes.
 *
 * First the numbers of the events that match are found, from the newest back, then each event is read when its turn comes. What
 * was overwritten meanwhile is left out, and announced in its place. A reader in no hurry holds 8 bytes an event and no more.
 */

import type { TraceEvent } from '../trace/event.ts';
import { announcement } from './loss.ts';
import type { Ring } from './ring.ts';

export type ReadableRing = Pick<Ring, 'get' | 'firstSeq' | 'lastSeq'>;

export interface HistoryOptions {
  /** Default: all events do. */
  readonly matches?: ((event: TraceEvent) => boolean) | undefined;
  /** The first `seq` that is wanted. Default: the oldest that is held. */
  readonly since?: number | undefined;
  /** The last `seq` that is wanted. Default: the newest that is held. */
  readonly upTo?: number | undefined;
  /** Only so many of those that match, the newest. Default: all. */
  readonly newest?: number | undefined;
}

/** Which events of the ring are wanted: numbers, since the events go on to be overwritten. */
export interface Found {
  /** Oldest first. */
  readonly seqs: readonly number[];
  /** What had left the ring before anybody could tell whether it matches. */
  readonly unseen: { readonly firstSeq: number; readonly lastSeq: number } | undefined;
}

const OVERWRITTEN = 'overwritten in the ring before the reader took it';
const UNSEEN = 'no longer in the ring: it is not known how many of these would have matched';

/** A step of it looks at one event; how many make a turn is for who steps. What comes after this call is not in it. */
export function find(ring: ReadableRing, options: HistoryOptions): Generator<undefined, Found> {
  const { since = ring.firstSeq ?? 1, upTo = ring.lastSeq ?? 0 } = options;
  return search(ring, { ...options, since: Math.max(1, since), upTo: Math.min(upTo, ring.lastSeq ?? 0) });
}

type Range = HistoryOptions & { readonly since: number; readonly upTo: number };

function* search(ring: ReadableRing, { matches, since, upTo, newest = Infinity }: Range): Generator<undefined, Found> {
  const seqs: number[] = [];
  let seq = upTo;
  for (; seq >= since && seqs.length < newest; seq--) {
    if (seq < (ring.firstSeq ?? Infinity)) break;
    if (isWanted(ring, seq, matches)) seqs.push(seq);
    yield;
  }
  const isOvertaken = seq >= since && seqs.length < newest;
  return { seqs: seqs.reverse(), unseen: isOvertaken ? { firstSeq: since, lastSeq: seq } : undefined };
}

/** One that the ring has no room for is wanted too: that it is missing is told. */
function isWanted(ring: ReadableRing, seq: number, matches: HistoryOptions['matches']): boolean {
  if (matches === undefined) return true;
  const event = ring.get(seq);
  return event === undefined || matches(event);
}

/** In the order of their `seq`, announcements among them. */
export function* read(ring: ReadableRing, { seqs, unseen }: Found): Generator<TraceEvent> {
  if (unseen !== undefined) {
    const { firstSeq, lastSeq } = unseen;
    yield lost(ring, { reason: UNSEEN, dropped: lastSeq - firstSeq + 1, firstSeq, lastSeq });
  }
  for (let n = 0; n < seqs.length; n++) {
    const event = ring.get(seqs[n] ?? 0);
    if (event !== undefined) {
      yield event;
      continue;
    }
    const first = n;
    while (n + 1 < seqs.length && ring.get(seqs[n + 1] ?? 0) === undefined) n++;
    const [firstSeq = 0, lastSeq = 0] = [seqs[first], seqs[n]];
    yield lost(ring, { reason: OVERWRITTEN, dropped: n + 1 - first, firstSeq, lastSeq });
  }
}

/** The time is that of the oldest event that is left: no later than what comes next. */
function lost(ring: ReadableRing, traceLost: Parameters<typeof announcement>[1]): TraceEvent {
  return announcement(ring.get(ring.firstSeq ?? 0)?.time ?? 0, traceLost);
}

/** Both in one: a step gives the next event, or nothing yet. */
export function* readHistory(
  ring: ReadableRing,
  search: Generator<undefined, Found>,
): Generator<TraceEvent | undefined> {
  yield* read(ring, yield* search);
}
