/**
 * Which rows of a long list are in sight. Browsers have no element of any height, so a long list scrolls in a scroller that is lower than
 * its rows are: what its scrollbar says is then in proportion, while a wheel moves by as many pixels as ever.
 *
 * A position is how many pixels of rows are above what is in sight. It is kept apart from the `scrollTop` of the scroller, which is only
 * as exact as the browser makes it.
 */

/** As `--row` in style/tokens.css. */
export const ROW_PX = 22;

/** Firefox lays out nothing below some 17.8 million pixels, Chrome and Safari nothing below 33.5 million. */
export const MAX_SCROLLER_PX = 10_000_000;

/**
 * What moves further in one event is the thumb of the scrollbar: where the scroller is as high as it can be, one pixel of the thumb is
 * 5,000 of the scroller on a screen of 2,000. Wheels and fingers move a few hundred pixels in a frame.
 */
export const DRAG_PX = 3_000;

export interface Extent {
  readonly rows: number;
  readonly viewportPx: number;
}

export function lastPosition({ rows, viewportPx }: Extent): number {
  return Math.max(0, rows * ROW_PX - viewportPx);
}

export function scrollerPx({ rows }: Extent): number {
  return Math.min(rows * ROW_PX, MAX_SCROLLER_PX);
}

function lastScrollTop(extent: Extent): number {
  return Math.max(0, scrollerPx(extent) - extent.viewportPx);
}

export function within(extent: Extent, position: number): number {
  return Math.min(Math.max(0, position), lastPosition(extent));
}

/** Where the scrollbar is to be for a position. */
export function scrollTopOf(extent: Extent, position: number): number {
  const last = lastPosition(extent);
  return last === 0 ? 0 : (within(extent, position) / last) * lastScrollTop(extent);
}

/** A position, and the `scrollTop` that went with it. */
export interface Scrolled {
  readonly position: number;
  readonly scrollTop: number;
}

/** The position, when the scroller has been scrolled to `scrollTop` by hand. */
export function positionAfter(extent: Extent, before: Scrolled, scrollTop: number): number {
  const last = lastScrollTop(extent);
  if (scrollTop <= 0) return 0;
  // Browsers round to pixels of the screen.
  if (scrollTop >= last - 1) return lastPosition(extent);
  const moved = scrollTop - before.scrollTop;
  if (Math.abs(moved) < DRAG_PX) return within(extent, before.position + moved);
  return (scrollTop / last) * lastPosition(extent);
}

export interface Visible {
  readonly first: number;
  /** Behind the last. */
  readonly end: number;
  /** How far below the upper edge of what is in sight the first row begins; negative: above it. */
  readonly shiftPx: number;
}

/** @param overscan rows more than are in sight, at either end */
export function visibleRows(extent: Extent, position: number, overscan = 0): Visible {
  const top = within(extent, position);
  const first = Math.max(0, Math.floor(top / ROW_PX) - overscan);
  const end = Math.min(extent.rows, Math.ceil((top + extent.viewportPx) / ROW_PX) + overscan);
  return { first, end: Math.max(first, end), shiftPx: first * ROW_PX - top };
}

/** How many rows a page is: one less than are in sight, so that one stays. */
export function pageRows(viewportPx: number): number {
  return Math.max(1, Math.floor(viewportPx / ROW_PX) - 1);
}

/** The position from which all of `row` is in sight: the nearest, where it is near; else with the row in the middle. */
export function positionShowing(extent: Extent, position: number, row: number): number {
  const top = row * ROW_PX;
  const lowest = top + ROW_PX - extent.viewportPx;
  const near = extent.viewportPx / 2;
  if (position > top) return within(extent, position - top < near ? top : middle(extent, top));
  if (position < lowest) return within(extent, lowest - position < near ? lowest : middle(extent, top));
  return within(extent, position);
}

function middle({ viewportPx }: Extent, top: number): number {
  return top - Math.floor((viewportPx - ROW_PX) / 2);
}
