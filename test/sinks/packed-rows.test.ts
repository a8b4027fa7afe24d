import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PackedRows } from '../../src/sinks/packed-rows.ts';

function put(rows: PackedRows, row: number): void {
  rows.seek(row);
  rows.putNumber(-row);
  rows.putOptional(undefined);
  rows.putReference('text');
  rows.putOptional(2 ** 53 - 1);
  rows.putFlag(true);
  rows.putFlag(false);
  rows.putReference(undefined);
}

function taken(rows: PackedRows, row: number): unknown[] {
  rows.seek(row);
  return [
    rows.number(),
    rows.optional(),
    rows.reference(),
    rows.optional(),
    rows.flag(),
    rows.flag(),
    rows.reference(),
  ];
}

test('what is read is what was put, in the same order', () => {
  const rows = new PackedRows(3);
  for (const row of [0, 1, 2]) put(rows, row);
  for (const row of [2, 0, 1]) {
    assert.deepEqual(taken(rows, row), [-row, undefined, 'text', 2 ** 53 - 1, true, false, undefined]);
  }
});

test('a number can be read by its place, and reading can begin there', () => {
  const rows = new PackedRows(2);
  put(rows, 1);
  assert.equal(rows.numberAt(1, 2), 2 ** 53 - 1);
  rows.seek(1, 2);
  assert.deepEqual([rows.number(), rows.reference()], [2 ** 53 - 1, 'text']);
});

test('a row that is cleared refers to nothing, and its neighbours still do', () => {
  const rows = new PackedRows(3);
  for (const row of [0, 1, 2]) put(rows, row);
  rows.clear(1);
  const references = [0, 1, 2].map((row) => taken(rows, row)[2]);
  assert.deepEqual(references, ['text', undefined, 'text']);
});
