/**
 * The rows of the list, as events come and go.
 *
 * Rows stand still while the reader has paused, and while the server is asked for those of another filter. What happens meanwhile
 * happens to `ahead`: what the rows will be when it goes on. So nothing moves below the reader's eyes: rows that the server has
 * overwritten meanwhile stay as well, though their events can no longer be fetched, and the list says so of each.
 */

import type { TraceEvent } from '../../trace/event.ts';
import type { Index } from '../source/source.ts';
import { changed } from './changed.ts';
import {
  countBehind,
  countOf,
  type Extent,
  emptyExtent,
  extentOf,
  grown,
  joined,
  newestOf,
  ofIndex,
  type Span,
  since,
} from './extent.ts';
import { lostBy } from './gaps.ts';
import type { Rows } from './state.ts';

/** What this file knows beside what views see. */
export interface KnownRows extends Rows {
  /** What the rows will be. Undefined: they are. */
  readonly ahead?: Extent | undefined;
  /** The list was cleared when this was the newest. */
  readonly clearedUpTo?: number | undefined;
}

/** None yet, and none asked for. */
export function noRows(filter: string): KnownRows {
  return asked({ ...emptyExtent(false), isReady: false, waiting: 0 }, filter);
}

/** The server is asked for those of another filter. Those of the one before are shown until it has answered. */
export function asked(rows: Rows, filter: string): KnownRows {
  return { ...extentOf(rows), isReady: false, waiting: 0, ahead: emptyExtent(filter.trim() !== '') };
}

/** What is held. Events that came while it was asked for are rows as well. */
export function indexed(rows: KnownRows, index: Index, isPaused: boolean): KnownRows {
  const extent = since(joined(ofIndex(index), aheadOf(rows)), (rows.clearedUpTo ?? 0) + 1);
  if (rows.isReady && isPaused) return waiting(rows, extent);
  return changed<KnownRows>(rows, { ...extent, isReady: true, waiting: 0, ahead: undefined });
}

/** @param events those that match, and announcements of loss */
export function arrived(rows: KnownRows, events: readonly TraceEvent[], isPaused: boolean): KnownRows {
  const spans = spansOf(events, rows.clearedUpTo ?? 0);
  return advanced(rows, isPaused, (extent) => grown(extent, spans));
}

export function overwritten(rows: KnownRows, firstSeq: number, isPaused: boolean): KnownRows {
  return advanced(rows, isPaused, (extent) => since(extent, firstSeq));
}

/** The list begins with what comes next: also where the server is asked again. */
export function cleared(rows: KnownRows): KnownRows {
  const ends = [rows.clearedUpTo, ...[rows, rows.ahead].flatMap((extent) => [extent?.lastSeq, extent?.seqs?.at(-1)])];
  const clearedUpTo = Math.max(0, ...ends.filter((end) => end !== undefined));
  if (clearedUpTo === (rows.clearedUpTo ?? 0)) return rows;
  const ahead = rows.ahead && emptyExtent(rows.ahead.seqs !== undefined);
  return { ...rows, ...emptyExtent(rows.seqs !== undefined), waiting: 0, ahead, clearedUpTo };
}

/** Rows go on. */
export function resumed(rows: KnownRows): KnownRows {
  if (!rows.isReady || rows.ahead === undefined) return rows;
  return { ...rows, ...rows.ahead, waiting: 0, ahead: undefined };
}

function advanced(rows: KnownRows, isPaused: boolean, change: (extent: Extent) => Extent): KnownRows {
  const before = aheadOf(rows);
  const next = change(before);
  if (next === before) return rows;
  if (!rows.isReady) return { ...rows, ahead: next };
  return isPaused ? waiting(rows, next) : { ...rows, ...next };
}

function waiting(rows: KnownRows, ahead: Extent): KnownRows {
  const newest = newestOf(rows);
  return { ...rows, ahead, waiting: newest === undefined ? countOf(ahead) : countBehind(ahead, newest) };
}

function aheadOf(rows: KnownRows): Extent {
  return rows.ahead ?? extentOf(rows);
}

/** An announcement stands for all that it tells of: the server may hold them, so without a filter each is a row. */
function spansOf(events: readonly TraceEvent[], clearedUpTo: number): readonly Span[] {
  const spans: Span[] = [];
  for (const event of events) {
    if (!Number.isSafeInteger(event.seq) || event.seq <= clearedUpTo) continue;
    spans.push({ first: event.seq, last: Math.max(event.seq, lostBy(event)?.lastSeq ?? event.seq) });
  }
  return spans;
}
