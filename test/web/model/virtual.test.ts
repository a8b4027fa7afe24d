import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Extent,
  lastPosition,
  MAX_SCROLLER_PX,
  pageRows,
  positionAfter,
  positionShowing,
  ROW_PX,
  scrollerPx,
  scrollTopOf,
  visibleRows,
} from '../../../src/web/model/virtual.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const SHORT: Extent = { rows: 10, viewportPx: 500 };
const EXACT: Extent = { rows: 100_000, viewportPx: 500 };
const LONG: Extent = { rows: 5_000_000, viewportPx: 507 };
const ALL = [SHORT, EXACT, LONG];

/** As a browser scrolls: within the scroller, to whole pixels, and then it says so. */
function browser(extent: Extent) {
  let position = 0;
  let scrollTop = 0;
  const last = Math.max(0, scrollerPx(extent) - extent.viewportPx);
  return {
    get position() {
      return position;
    },
    scrollTo(to: number) {
      const next = Math.round(Math.min(last, Math.max(0, to)));
      if (next === scrollTop) return;
      position = positionAfter(extent, { position, scrollTop }, next);
      scrollTop = next;
    },
    scrollBy(px: number) {
      this.scrollTo(scrollTop + px);
    },
    /** What is done when the wheel has come to rest. */
    rest() {
      scrollTop = Math.round(scrollTopOf(extent, position));
    },
    end: last,
  };
}

/** Fails where there is a part of what is in sight without a row. */
function assertFilled(extent: Extent, position: number): void {
  const { first, end, shiftPx } = visibleRows(extent, position);
  assert.ok(shiftPx <= 0 && shiftPx > -ROW_PX, `the first row begins at ${shiftPx}`);
  const filled = shiftPx + (end - first) * ROW_PX;
  assert.ok(filled >= Math.min(extent.viewportPx, extent.rows * ROW_PX), `rows to ${filled} px at ${position}`);
  assert.ok(first >= 0 && end <= extent.rows);
}

test('the scroller is as high as its rows, up to what browsers lay out', () => {
  assert.equal(scrollerPx(EXACT), 2_200_000);
  assert.equal(scrollerPx(LONG), MAX_SCROLLER_PX);
});

test('the first and the last row are reached by the scrollbar', () => {
  for (const extent of ALL) {
    const view = browser(extent);
    assert.equal(visibleRows(extent, view.position).first, 0);
    view.scrollTo(view.end);
    assert.equal(visibleRows(extent, view.position).end, extent.rows);
    assert.equal(view.position, lastPosition(extent));
    view.scrollTo(0);
    assert.equal(visibleRows(extent, view.position).first, 0);
  }
});

test('the last row is reached by the wheel, and the first one', () => {
  for (const extent of [EXACT, LONG]) {
    const view = browser(extent);
    view.scrollTo(view.end - 10);
    for (let n = 0; n < 200 && view.position < lastPosition(extent); n++) {
      view.scrollBy(100);
      view.rest();
    }
    assert.equal(view.position, lastPosition(extent));
    view.scrollTo(10);
    for (let n = 0; n < 200 && view.position > 0; n++) {
      view.scrollBy(-100);
      view.rest();
    }
    assert.equal(view.position, 0);
  }
});

test('a wheel moves by its pixels, however long the list is', () => {
  for (const extent of [EXACT, LONG]) {
    const view = browser(extent);
    view.scrollTo(view.end / 2);
    view.rest();
    const before = view.position;
    view.scrollBy(66);
    assert.equal(view.position, before + 3 * ROW_PX);
    view.rest();
    view.scrollBy(-44);
    assert.equal(view.position, before + ROW_PX);
  }
});

test('a list that fits scrolls exactly as its scroller does', () => {
  const view = browser(EXACT);
  for (const to of [1, 500, 70_000, 69_990, 1_000_000]) {
    view.scrollTo(to);
    assert.equal(view.position, to);
    assert.equal(scrollTopOf(EXACT, view.position), to);
  }
});

test('dragging the thumb down never goes up, and is in proportion', () => {
  const view = browser(LONG);
  let before = 0;
  for (let n = 1; n <= 100; n++) {
    view.scrollTo((view.end * n) / 100);
    assert.ok(view.position > before);
    assert.ok(Math.abs(view.position / lastPosition(LONG) - n / 100) < 1e-6);
    before = view.position;
  }
});

test('nothing in sight is ever blank, however it is scrolled', () => {
  const random = seededRandom(7);
  for (const extent of ALL) {
    const view = browser(extent);
    for (let n = 0; n < 2_000; n++) {
      const kind = random.unit();
      if (kind < 0.7) view.scrollBy((random.unit() - 0.5) * 4_000);
      else if (kind < 0.9) view.scrollTo(random.unit() * view.end);
      else view.rest();
      assertFilled(extent, view.position);
    }
  }
});

test('rows beyond the edges are drawn as well', () => {
  assert.deepEqual(visibleRows(EXACT, 2_200, 6), { first: 94, end: 129, shiftPx: -132 });
});

test('a list of nothing, and one that nothing is seen of, have no rows in sight', () => {
  assert.deepEqual(visibleRows({ rows: 0, viewportPx: 500 }, 0, 6), { first: 0, end: 0, shiftPx: 0 });
  assert.equal(visibleRows({ rows: 9, viewportPx: 0 }, 0).end, 0);
  assert.equal(scrollTopOf({ rows: 0, viewportPx: 500 }, 7), 0);
});

test('a row that is to be shown comes to the nearer edge, from afar to the middle', () => {
  assert.equal(positionShowing(EXACT, 2_200, 110), 2_200);
  assert.equal(positionShowing(EXACT, 2_200, 99), 99 * ROW_PX);
  assert.equal(positionShowing(EXACT, 2_200, 123), 124 * ROW_PX - 500);
  const { first, end } = visibleRows(EXACT, positionShowing(EXACT, 2_200, 50_000));
  assert.ok(Math.abs((first + end) / 2 - 50_000) <= 1);
  assert.equal(positionShowing(EXACT, 2_200, 0), 0);
  assert.equal(positionShowing(EXACT, 0, 99_999), lastPosition(EXACT));
});

test('a page leaves one row in sight', () => {
  assert.equal(pageRows(500), 21);
  assert.equal(pageRows(0), 1);
});
