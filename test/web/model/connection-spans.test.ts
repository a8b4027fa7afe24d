import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { merged, totalMs, WindowWatch, within } from '../../../src/web/model/connection-spans.ts';

const span = (fromMs: number, toMs: number) => ({ fromMs, toMs });

describe('spans of time', () => {
  test('near ones are one', () => {
    assert.deepEqual(merged([span(0, 1), span(2, 3), span(9, 9), span(9, 12)], 1), [span(0, 3), span(9, 12)]);
    assert.deepEqual(merged([span(0, 10), span(2, 3)], 0), [span(0, 10)]);
  });

  test('are cut to what is within bounds', () => {
    assert.deepEqual(within(span(0, 10), span(5, 20)), span(5, 10));
    assert.equal(within(span(0, 5), span(5, 20)), undefined);
    assert.equal(totalMs([span(0, 10), span(20, 21)]), 11);
  });
});

describe('a window that is watched', () => {
  test('RFC 9113 §6.9.2: below zero it is used up as well, until it is above', () => {
    const watch = new WindowWatch();
    for (const [left, atMs] of [
      [10, 0],
      [0, 1],
      [-5, 2],
      [0, 3],
      [1, 4],
    ] as const)
      watch.set(left, atMs);
    assert.deepEqual([watch.stalls, watch.stalledSince], [[span(1, 4)], undefined]);
  });

  test('credit that comes at once is no stall, and one that does not come lasts', () => {
    const watch = new WindowWatch(0);
    watch.set(0, 5);
    watch.set(9, 5);
    watch.set(0, 7);
    assert.deepEqual(watch.until(20), [span(7, 20)]);
  });
});
