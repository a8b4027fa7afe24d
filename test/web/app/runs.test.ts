import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '../../../src/web/app/runs.ts';

test('numbers that are near each other are one run', () => {
  assert.deepEqual(runs([1, 2, 5, 20, 21], 2, 100), [
    { first: 1, last: 5 },
    { first: 20, last: 21 },
  ]);
});

test('a run has a greatest length', () => {
  assert.deepEqual(runs([1, 2, 3, 4, 5], 0, 2), [
    { first: 1, last: 2 },
    { first: 3, last: 4 },
    { first: 5, last: 5 },
  ]);
});

test('of nothing there is none', () => {
  assert.deepEqual(runs([], 5, 5), []);
});
