/** Rows by their place in the list, from 0 at the top, and places by event: what a list needs that draws only what is in sight. */

import { countOf, lowerBound, newestOf } from './extent.ts';
import type { Rows } from './state.ts';

export function rowCount(rows: Rows): number {
  return countOf(rows);
}

/** @returns undefined where there is no such row */
export function seqAt(rows: Rows, index: number): number | undefined {
  if (rows.seqs !== undefined) return rows.seqs[index];
  const isRow = rows.firstSeq !== undefined && Number.isInteger(index) && index >= 0 && index < countOf(rows);
  return isRow ? (rows.firstSeq ?? 0) + index : undefined;
}

/** The row of the event, or the nearest where it has none; of two as near the older. @returns undefined where there are no rows */
export function indexOf(rows: Rows, seq: number): number | undefined {
  const last = countOf(rows) - 1;
  if (last < 0 || Number.isNaN(seq)) return undefined;
  if (rows.seqs === undefined) return Math.min(last, Math.max(0, Math.round(seq - (rows.firstSeq ?? 0))));
  const next = lowerBound(rows.seqs, seq);
  const after = rows.seqs[next];
  const before = rows.seqs[next - 1];
  if (after === undefined) return last;
  return before === undefined || after - seq < seq - before ? next : next - 1;
}

/** @returns undefined where there are no rows */
export function newestSeq(rows: Rows): number | undefined {
  return newestOf(rows);
}
