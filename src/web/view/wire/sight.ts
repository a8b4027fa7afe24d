/**
 * Where the list is scrolled to. It is kept beside the state, because it changes with each frame that is drawn, and beside the list,
 * because the list is made anew when its tab is opened again.
 */

import { type Extent, lastPosition, positionShowing, ROW_PX, visibleRows, within } from '../../model/virtual.ts';
import { indexOf, rowCount, seqAt } from '../../state/row-access.ts';
import type { AppState, Rows } from '../../state/state.ts';
import type { Store } from '../../state/store.ts';

export interface Sight {
  viewportPx: number;
  /** The row at the upper edge, by number: rows before it may go. */
  topSeq: number | undefined;
  /** How much of it is above the edge. */
  topPx: number;
  /** The scroller's, as it was seen or set last. */
  scrollTop: number;
  /** As they were drawn last: until the next drawing this is what somebody scrolls in. */
  rows: Rows | undefined;
  /** The selection that the list has been scrolled to. */
  shownSeq: number | undefined;
  /** It was scrolled to a selection, which is to stay in sight. */
  stopsFollowing: boolean;
  /** The list had the focus when it was taken away. */
  hadFocus: boolean;
}

const sights = new WeakMap<Store, Sight>();

export function sightOf(store: Store): Sight {
  const known = sights.get(store);
  if (known !== undefined) return known;
  const sight: Sight = {
    viewportPx: 0,
    topSeq: undefined,
    topPx: 0,
    scrollTop: 0,
    rows: undefined,
    shownSeq: undefined,
    stopsFollowing: false,
    hadFocus: false,
  };
  sights.set(store, sight);
  return sight;
}

/** The position to draw at: what follows stays at the end, all else stays where it is, and a new selection comes into sight. */
export function settle(sight: Sight, { rows, place, isFollowing }: AppState): number {
  const extent = extentOf(sight, rows);
  const before = isFollowing ? lastPosition(extent) : within(extent, positionOf(sight, rows));
  sight.rows = rows;
  if (extent.rows === 0 || extent.viewportPx === 0) return before;
  const index = place.seq === sight.shownSeq || place.seq === undefined ? undefined : indexOf(rows, place.seq);
  const position = index === undefined || !rows.isReady ? before : positionShowing(extent, before, index);
  if (rows.isReady) {
    sight.stopsFollowing ||= isFollowing && index !== undefined;
    sight.shownSeq = place.seq;
  }
  moveTo(sight, rows, position);
  return position;
}

export function extentOf({ viewportPx }: Sight, rows: Rows): Extent {
  return { rows: rowCount(rows), viewportPx };
}

/** The list got another height: the selected row stays in sight where it was. */
export function resize(sight: Sight, viewportPx: number, seq: number | undefined): void {
  const { rows } = sight;
  const index = rows === undefined || seq === undefined ? undefined : indexOf(rows, seq);
  if (rows !== undefined && index !== undefined) {
    const { first, end } = visibleRows(extentOf(sight, rows), positionOf(sight, rows));
    if (index >= first && index < end) sight.shownSeq = undefined;
  }
  sight.viewportPx = viewportPx;
}

export function moveTo(sight: Sight, rows: Rows, position: number): void {
  const index = Math.floor(position / ROW_PX);
  sight.topSeq = seqAt(rows, index);
  sight.topPx = position - index * ROW_PX;
}

export function positionOf({ topSeq, topPx }: Sight, rows: Rows): number {
  const index = topSeq === undefined ? undefined : indexOf(rows, topSeq);
  return index === undefined ? 0 : index * ROW_PX + topPx;
}
