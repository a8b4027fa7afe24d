import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MAX_MATCHES } from '../../../src/web/state/extent.ts';
import { stamp } from '../../support/events.ts';
import { after, announced, arrive, arriveEvents, eventAt, index, rowsOf, start } from './support.ts';

const FILTER = 'type:PING';
const pause = { type: 'paused', on: true } as const;
const goOn = { type: 'paused', on: false } as const;
const clear = { type: 'cleared' } as const;
const overwritten = (firstSeq: number) => ({ type: 'overwritten', firstSeq }) as const;
const filterBy = (filter: string) => ({ type: 'go', place: { filter } }) as const;

const all = after(start(), index(1, 5));
const some = after(start(FILTER), index(1, 5, [2, 4], FILTER));

describe('what is held', () => {
  test('nothing is ready before the server has answered', () => {
    assert.equal(start().rows.isReady, false);
    assert.deepEqual(rowsOf(start().rows), []);
  });

  test('without a filter all of it are rows', () => {
    assert.deepEqual(rowsOf(all.rows), [1, 2, 3, 4, 5]);
    assert.equal(all.rows.isReady, true);
  });

  test('with a filter those that match are', () => assert.deepEqual(rowsOf(some.rows), [2, 4]));

  test('where nothing is held there are no rows, and that is known', () => {
    const { rows } = after(start(), index(undefined, undefined));
    assert.deepEqual([rowsOf(rows), rows.isReady], [[], true]);
  });

  test('an answer about another filter is too late', () => {
    const asked = after(all, filterBy(FILTER));
    assert.equal(after(asked, index(1, 5)), asked);
    assert.equal(after(asked, arrive([6])), asked);
  });

  test('the same answer again changes nothing', () => assert.equal(after(all, index(1, 5)), all));

  test('what came while it was asked for is added', () => {
    const { rows } = after(start(), arrive([5, 6, 7]), index(2, 5));
    assert.deepEqual(rowsOf(rows), [2, 3, 4, 5, 6, 7]);
    const filtered = after(all, filterBy(FILTER), arrive([6, 8], FILTER), index(1, 6, [2, 6], FILTER));
    assert.deepEqual(rowsOf(filtered.rows), [2, 6, 8]);
  });
});

describe('while the server is asked for another filter', () => {
  test('rows are those of the one before, and do not change', () => {
    const asked = after(all, filterBy(FILTER));
    assert.deepEqual([asked.rows.isReady, rowsOf(asked.rows)], [false, [1, 2, 3, 4, 5]]);
    const { rows } = after(asked, arrive([6], FILTER), overwritten(3));
    assert.deepEqual([rows.isReady, rowsOf(rows), rows.waiting], [false, [1, 2, 3, 4, 5], 0]);
  });

  test('a pause does not hold up the answer', () => {
    const { rows } = after(all, pause, arrive([6]), filterBy(FILTER), arrive([7], FILTER), index(1, 6, [6], FILTER));
    assert.deepEqual([rowsOf(rows), rows.waiting, rows.isReady], [[6, 7], 0, true]);
  });

  test('a filter that was refused is told until there is another one', () => {
    const problem = { message: 'no', position: 3 };
    const refused = after(all, filterBy('x'), { type: 'filterRefused', problem });
    assert.equal(refused.filterProblem, problem);
    assert.equal(refused.rows.isReady, false);
    assert.equal(after(refused, filterBy(FILTER)).filterProblem, undefined);
    assert.equal(after(refused, { type: 'go', place: { tab: 'streams' } }).filterProblem, problem);
  });
});

describe('what comes', () => {
  test('without a filter rows reach to the newest', () => {
    assert.deepEqual(rowsOf(after(all, arrive([6, 7])).rows), [1, 2, 3, 4, 5, 6, 7]);
  });

  test('where nothing was, they begin with the first', () => {
    assert.deepEqual(rowsOf(after(start(), index(undefined, undefined), arrive([40, 41])).rows), [40, 41]);
  });

  test('with a filter each is a row once', () => {
    assert.deepEqual(rowsOf(after(some, arrive([4, 9, 12], FILTER), arrive([9, 13], FILTER)).rows), [2, 4, 9, 12, 13]);
  });

  test('what is there already changes nothing', () => {
    assert.equal(after(all, arrive([4, 5])), all);
    assert.equal(after(some, arrive([4], FILTER)), some);
    assert.equal(after(some, arrive([], FILTER)), some);
  });

  test('of more matches than are kept the oldest go', () => {
    const seqs = Array.from({ length: MAX_MATCHES }, (_, n) => n + 1);
    const { rows } = after(start(FILTER), index(1, MAX_MATCHES, seqs, FILTER), arrive([MAX_MATCHES + 1], FILTER));
    assert.equal(rows.seqs?.length, MAX_MATCHES);
    assert.deepEqual([rows.seqs?.[0], rows.seqs?.at(-1), rows.isCut], [2, MAX_MATCHES + 1, true]);
  });

  test('odd numbers are no rows', () => {
    const odd = [Number.NaN, -3, 1.5, Number.POSITIVE_INFINITY].map((seq) => ({ ...eventAt(1), seq }));
    assert.equal(after(some, arriveEvents(odd, FILTER)), some);
  });
});

describe('events that were lost on the way', () => {
  test('without a filter are rows: the server may have them', () => {
    const { rows, gaps } = after(all, arriveEvents([announced(6, 9), eventAt(10)]));
    assert.deepEqual(rowsOf(rows), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert.equal(gaps.length, 1);
  });

  test('with a filter are one row', () => {
    const { rows, gaps } = after(some, arriveEvents([announced(6, 9), eventAt(10)], FILTER));
    assert.deepEqual(rowsOf(rows), [2, 4, 6, 10]);
    assert.equal(gaps.length, 1);
  });

  test('a loss in the trace itself is a row and no gap', () => {
    const [event] = stamp([{ kind: 'traceLost', traceLost: { reason: 'HPACK', dropped: 0, from: 'CLIENT' } }], 'c1', 6);
    const { rows, gaps } = after(some, arriveEvents(event ? [event] : [], FILTER));
    assert.deepEqual([rowsOf(rows), gaps], [[2, 4, 6], []]);
  });

  test('are missing no more when the server is asked again', () => {
    const lossy = after(some, arriveEvents([announced(6, 9), announced(15, 16)], FILTER));
    const { rows, gaps } = after(lossy, index(1, 10, [2, 4, 7, 8], FILTER));
    assert.deepEqual([rowsOf(rows), gaps.map(({ firstSeq }) => firstSeq)], [[2, 4, 7, 8, 15], [15]]);
    assert.deepEqual(after(lossy, filterBy('')).gaps, []);
  });
});

describe('paused', () => {
  test('what comes waits, and are rows when it goes on', () => {
    for (const [state, filter, expected] of [
      [all, '', [1, 2, 3, 4, 5, 6, 7, 8]],
      [some, FILTER, [2, 4, 6, 8]],
    ] as const) {
      const before = rowsOf(state.rows);
      const paused = after(state, pause, arrive([6], filter), arrive([8], filter));
      assert.deepEqual([rowsOf(paused.rows), paused.rows.waiting], [before, expected.length - before.length]);
      const on = after(paused, goOn);
      assert.deepEqual([rowsOf(on.rows), on.rows.waiting, on.isPaused], [expected, 0, false]);
    }
  });

  test('rows that are overwritten stay until it goes on', () => {
    const paused = after(all, pause, overwritten(4));
    assert.deepEqual(rowsOf(paused.rows), [1, 2, 3, 4, 5]);
    assert.deepEqual(rowsOf(after(paused, goOn).rows), [4, 5]);
  });

  test('what waits and is overwritten waits no more', () => {
    const paused = after(all, pause, arrive([6, 7, 8]), overwritten(8));
    assert.equal(paused.rows.waiting, 1);
    assert.deepEqual(rowsOf(after(paused, goOn).rows), [8]);
  });

  test('an empty list counts all that comes', () => {
    assert.equal(after(start(), index(undefined, undefined), pause, arrive([6, 7])).rows.waiting, 2);
    assert.equal(after(start(FILTER), index(1, 5, [], FILTER), pause, arrive([6, 7], FILTER)).rows.waiting, 2);
  });

  test('a second answer of the server moves nothing', () => {
    const paused = after(all, pause, index(3, 9));
    assert.deepEqual([rowsOf(paused.rows), paused.rows.waiting], [[1, 2, 3, 4, 5], 4]);
    assert.deepEqual(rowsOf(after(paused, goOn).rows), [3, 4, 5, 6, 7, 8, 9]);
  });

  test('to follow is to go on', () => {
    const followed = after(all, pause, arrive([6]), { type: 'followed', on: true });
    assert.deepEqual([followed.isPaused, followed.isFollowing, followed.rows.lastSeq], [false, true, 6]);
    assert.equal(after(all, pause, { type: 'followed', on: false }).isPaused, true);
  });
});

describe('overwritten', () => {
  test('rows before it go', () => {
    assert.deepEqual(rowsOf(after(all, overwritten(4)).rows), [4, 5]);
    assert.deepEqual(rowsOf(after(some, overwritten(3)).rows), [4]);
    assert.deepEqual(rowsOf(after(all, overwritten(9)).rows), []);
    assert.deepEqual(rowsOf(after(all, overwritten(9), arrive([12])).rows), [12]);
  });

  test('what is gone already changes nothing', () => {
    const state = after(all, overwritten(4));
    assert.equal(after(state, overwritten(4)), state);
    assert.equal(after(state, overwritten(2)), state);
  });
});

describe('cleared', () => {
  test('the list begins with what comes next', () => {
    assert.deepEqual(rowsOf(after(all, clear).rows), []);
    assert.deepEqual(rowsOf(after(all, clear, arrive([6, 7])).rows), [6, 7]);
    assert.deepEqual(rowsOf(after(some, clear, arrive([5, 6], FILTER)).rows), [6]);
  });

  test('what is older is no row either when the server is asked again', () => {
    assert.deepEqual(rowsOf(after(all, clear, index(1, 7)).rows), [6, 7]);
    assert.deepEqual(rowsOf(after(some, clear, index(1, 9, [2, 4, 7], FILTER)).rows), [7]);
    assert.deepEqual(rowsOf(after(all, clear, index(1, 5), arrive([4, 6])).rows), [6]);
  });

  test('but it is with another filter', () => {
    const { rows } = after(all, clear, filterBy(FILTER), index(1, 5, [2], FILTER));
    assert.deepEqual(rowsOf(rows), [2]);
    assert.deepEqual(rowsOf(after(all, clear, { type: 'sourceChanged' }, index(1, 5)).rows), [1, 2, 3, 4, 5]);
  });

  test('what waits is cleared as well', () => {
    const cleared = after(all, pause, arrive([6, 7]), clear);
    assert.deepEqual([rowsOf(cleared.rows), cleared.rows.waiting], [[], 0]);
    const more = after(cleared, arrive([8, 9]));
    assert.deepEqual([rowsOf(more.rows), more.rows.waiting], [[], 2]);
    assert.deepEqual(rowsOf(after(more, goOn).rows), [8, 9]);
  });

  test('while the server is asked it holds for the answer', () => {
    const { rows } = after(all, filterBy(FILTER), arrive([6], FILTER), clear, index(1, 8, [2, 6, 8], FILTER));
    assert.deepEqual(rowsOf(rows), [8]);
  });

  test('again changes nothing', () => {
    const cleared = after(all, clear);
    assert.equal(after(cleared, clear), cleared);
    const empty = start();
    assert.equal(after(empty, clear), empty);
  });
});
