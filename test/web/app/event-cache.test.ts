import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { TraceEvent } from '../../../src/trace/event.ts';
import { EventCache, MAX_LOOKED_AT, MAX_RECENT } from '../../../src/web/app/event-cache.ts';

function events(first: number, last: number): TraceEvent[] {
  return Array.from({ length: last - first + 1 }, (_, n) => ({
    seq: first + n,
    time: 0,
    offsetMs: 0,
    conn: 'c1',
    kind: 'traceLost',
    traceLost: { reason: 'a test', dropped: 0 },
  }));
}

function cache(): { readonly all: EventCache; readonly asked: () => number } {
  let asked = 0;
  return { all: new EventCache(() => asked++), asked: () => asked };
}

describe('EventCache', () => {
  test('what came is there; what did not is wanted, and asked for once', () => {
    const { all, asked } = cache();
    all.add(events(1, 3));
    assert.equal(all.get(2)?.seq, 2);
    assert.equal(asked(), 0);
    assert.equal(all.get(9), undefined);
    assert.equal(all.get(7), undefined);
    assert.equal(asked(), 1);
    assert.deepEqual(all.takeWanted(10), [7, 9]);
    assert.deepEqual(all.takeWanted(10), []);
  });

  test('of more than can be asked for the newest are', () => {
    const { all } = cache();
    for (const seq of [5, 1, 3]) all.get(seq);
    assert.deepEqual(all.takeWanted(2), [3, 5]);
  });

  test('what was asked for and did not come is gone, and not wanted again', () => {
    const { all, asked } = cache();
    all.answer([4, 5], events(5, 5));
    assert.equal(all.get(5)?.seq, 5);
    assert.equal(all.get(4), undefined);
    assert.equal(all.isGone(4), true);
    assert.equal(all.isGone(5), false);
    assert.equal(asked(), 0);
  });

  test('the oldest make room for the newest', () => {
    const { all } = cache();
    all.add(events(1, MAX_RECENT));
    all.add(events(MAX_RECENT + 1, MAX_RECENT + 10));
    assert.equal(all.get(10), undefined);
    assert.equal(all.get(11)?.seq, 11);
  });

  test('what was looked at stays, however many come behind it', () => {
    const { all } = cache();
    all.add(events(1, 10));
    assert.equal(all.get(5)?.seq, 5);
    all.add(events(11, MAX_RECENT + 100));
    assert.equal(all.get(5)?.seq, 5);
    assert.equal(all.get(6), undefined);
  });

  test('what was looked at is bounded too', () => {
    const { all } = cache();
    all.answer([], events(1, MAX_LOOKED_AT + 1));
    assert.equal(all.get(1), undefined);
    assert.equal(all.get(2)?.seq, 2);
  });

  test('cleared, it knows nothing', () => {
    const { all } = cache();
    all.add(events(1, 1));
    all.answer([2], []);
    all.clear();
    assert.equal(all.get(1), undefined);
    assert.equal(all.isGone(2), false);
  });
});
