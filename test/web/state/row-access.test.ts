import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexOf, newestSeq, rowCount, seqAt } from '../../../src/web/state/row-access.ts';
import type { Rows } from '../../../src/web/state/state.ts';

const ALL: Rows = { firstSeq: 10, lastSeq: 19, seqs: undefined, isCut: false, isReady: true, waiting: 0 };
const SOME: Rows = { ...ALL, seqs: [11, 14, 18] };
const NONE: Rows = { ...ALL, firstSeq: undefined, lastSeq: undefined };

test('without a filter each number is a row', () => {
  assert.equal(rowCount(ALL), 10);
  assert.deepEqual(
    [-1, 0, 9, 10, 0.5, Number.NaN].map((index) => seqAt(ALL, index)),
    [undefined, 10, 19, ...Array(3)],
  );
  assert.equal(newestSeq(ALL), 19);
});

test('with a filter those that match are', () => {
  assert.equal(rowCount(SOME), 3);
  assert.deepEqual(
    [-1, 0, 2, 3].map((index) => seqAt(SOME, index)),
    [undefined, 11, 18, undefined],
  );
  assert.equal(newestSeq(SOME), 18);
});

test('each row is found by its event', () => {
  for (const rows of [ALL, SOME]) {
    for (let index = 0; index < rowCount(rows); index++) assert.equal(indexOf(rows, seqAt(rows, index) ?? 0), index);
  }
});

test('an event that is no row is found by the nearest row, of two the older', () => {
  assert.deepEqual(
    [1, 9, 20, 999].map((seq) => indexOf(ALL, seq)),
    [0, 0, 9, 9],
  );
  assert.deepEqual(
    [1, 12, 13, 16, 17, 40].map((seq) => indexOf(SOME, seq)),
    [0, 0, 1, 1, 2, 2],
  );
});

test('where there are no rows none is found', () => {
  for (const rows of [NONE, { ...NONE, seqs: [] }]) {
    assert.equal(rowCount(rows), 0);
    assert.equal(seqAt(rows, 0), undefined);
    assert.equal(indexOf(rows, 5), undefined);
    assert.equal(newestSeq(rows), undefined);
  }
});
