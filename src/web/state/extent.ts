/** Which events are rows: a range of numbers without gaps, or a list of those that match. Ascending, bounded, never changed in place. */

import type { Index } from '../source/source.ts';
import type { Rows } from './state.ts';

/** In a list `firstSeq` and `lastSeq` are of what was looked at, and rows are `seqs` alone. */
export type Extent = Pick<Rows, 'firstSeq' | 'lastSeq' | 'seqs' | 'isCut'>;

/** From `first` to `last`, both in it. In a list it is one row, `first`. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** 1.6 MB that are copied with each batch, half a millisecond; nobody scrolls through more matches. */
export const MAX_MATCHES = 200_000;

export function emptyExtent(isList: boolean): Extent {
  return { firstSeq: undefined, lastSeq: undefined, seqs: isList ? [] : undefined, isCut: false };
}

export function extentOf({ firstSeq, lastSeq, seqs, isCut }: Extent): Extent {
  return { firstSeq, lastSeq, seqs, isCut };
}

export function ofIndex(index: Index): Extent {
  return index.seqs === undefined ? extentOf(index) : listed(extentOf(index), index.seqs);
}

/** The place of the first that is `seq` or more: binary search. */
export function lowerBound(seqs: readonly number[], seq: number): number {
  let low = 0;
  let high = seqs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seqs[middle] as number) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param spans of what came, in its order */
export function grown(extent: Extent, spans: readonly Span[]): Extent {
  const [first] = spans;
  if (first === undefined) return extent;
  const firstSeq = extent.firstSeq ?? first.first;
  const lastSeq = spans.reduce((last, span) => Math.max(last, span.last), extent.lastSeq ?? first.last);
  const { seqs } = extent;
  const firsts = spans.map((span) => span.first);
  const next = seqs === undefined ? undefined : union(seqs, firsts);
  if (firstSeq === extent.firstSeq && lastSeq === extent.lastSeq && next === seqs) return extent;
  const ends = { ...extent, firstSeq, lastSeq };
  return next === undefined ? ends : listed(ends, next);
}

/** Without all that is older than `firstSeq`. */
export function since(extent: Extent, firstSeq: number): Extent {
  if (extent.firstSeq === undefined || extent.lastSeq === undefined || extent.firstSeq >= firstSeq) return extent;
  if (extent.lastSeq < firstSeq) return emptyExtent(extent.seqs !== undefined);
  if (extent.seqs === undefined) return { ...extent, firstSeq };
  const gone = lowerBound(extent.seqs, firstSeq);
  if (gone === 0) return { ...extent, firstSeq };
  // Matches that were cut are older than those that are gone.
  return { ...extent, firstSeq, seqs: extent.seqs.slice(gone), isCut: false };
}

/** What is held, and what came while it was asked for. */
export function joined(held: Extent, known: Extent): Extent {
  if (held.lastSeq === undefined) return known;
  if (known.firstSeq === undefined || known.lastSeq === undefined || known.lastSeq <= held.lastSeq) return held;
  const ends = { ...held, lastSeq: known.lastSeq };
  if (held.seqs === undefined) return ends;
  const next = Math.max(held.lastSeq + 1, known.firstSeq);
  const later = known.seqs?.slice(lowerBound(known.seqs, next)) ?? newest(next, known.lastSeq);
  return listed(ends, union(held.seqs, later));
}

/** So many rows. */
export function countOf({ firstSeq, lastSeq, seqs }: Extent): number {
  if (seqs !== undefined) return seqs.length;
  return firstSeq === undefined || lastSeq === undefined ? 0 : Math.max(0, lastSeq - firstSeq + 1);
}

/** Rows that are newer than `seq`. */
export function countBehind(extent: Extent, seq: number): number {
  const { seqs, firstSeq, lastSeq } = extent;
  if (seqs !== undefined) return seqs.length - lowerBound(seqs, seq + 1);
  if (firstSeq === undefined || lastSeq === undefined) return 0;
  return Math.max(0, lastSeq - Math.max(seq, firstSeq - 1));
}

/** The newest row. */
export function newestOf({ firstSeq, lastSeq, seqs }: Extent): number | undefined {
  if (seqs !== undefined) return seqs.at(-1);
  return firstSeq === undefined ? undefined : lastSeq;
}

function listed(extent: Extent, seqs: readonly number[]): Extent {
  if (seqs.length <= MAX_MATCHES) return { ...extent, seqs };
  return { ...extent, seqs: seqs.slice(-MAX_MATCHES), isCut: true };
}

/** Both ascending and each number once: nearly always all that is new is newer. */
function union(seqs: readonly number[], more: readonly number[]): readonly number[] {
  const fresh = more.filter((seq) => seqs[lowerBound(seqs, seq)] !== seq);
  if (fresh.length === 0) return seqs;
  if (isAscending(fresh) && (fresh[0] as number) > (seqs.at(-1) ?? 0)) return seqs.concat(fresh);
  return [...new Set([...seqs, ...fresh])].sort((a, b) => a - b);
}

function isAscending(seqs: readonly number[]): boolean {
  return seqs.every((seq, n) => n === 0 || seq > (seqs[n - 1] as number));
}

/** The newest so many of `first` to `last`. */
function newest(first: number, last: number): readonly number[] {
  const from = Math.max(first, last - MAX_MATCHES + 1);
  return Array.from({ length: last - from + 1 }, (_, n) => from + n);
}
