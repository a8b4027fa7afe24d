import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentLists } from '../../../src/diagnose/facts/recent-lists.ts';
import type { Headers } from '../../../src/trace/event.ts';

function list(listSize = 100): Headers {
  return { category: 'REQUEST', fields: [], blockLength: 10, listSize, tableSize: 0 };
}

test('the same list is read once, an equal one again', () => {
  let reads = 0;
  const recent = new RecentLists(() => ++reads);
  const one = list();
  assert.deepEqual([recent.of(one), recent.of(one), recent.of(list()), recent.of(one)], [1, 1, 2, 1]);
});

test('of more than four the oldest is forgotten, and a long one is not kept', () => {
  let reads = 0;
  const recent = new RecentLists(() => ++reads);
  const one = list();
  for (const each of [one, list(), list(), list(), list()]) recent.of(each);
  assert.equal(recent.of(one), 6);
  const long = list(10_000);
  assert.deepEqual([recent.of(long), recent.of(long)], [7, 8]);
});
