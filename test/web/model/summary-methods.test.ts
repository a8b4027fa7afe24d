import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_METHODS, OTHER_METHODS, SAMPLE, withMethods } from '../../../src/web/model/summary-methods.ts';
import type { EndedCall } from '../../../src/web/model/summary-streams.ts';
import type { MethodRow } from '../../../src/web/state/state.ts';
import { callEvents, GET, UNAVAILABLE } from './summary-support.ts';

function ended(path: string, durationMs: number, parts = {}): EndedCall {
  const make = callEvents();
  return { opened: make.opened('c1', 1, { ...GET, path }), closed: make.closed('c1', 1, { durationMs, ...parts }) };
}

function plain({ method, calls, errors, slowestMs, p50Ms, p99Ms }: MethodRow) {
  return { method, calls, errors, slowestMs, p50Ms, p99Ms };
}

test('calls and errors, and how long they took', () => {
  const calls = Array.from({ length: 100 }, (_, n) => ended('/a', 100 - n, n < 3 ? UNAVAILABLE : {}));
  const rows = withMethods([], [...calls, ended('/b', 7)]);
  assert.deepEqual(rows.map(plain), [
    { method: 'GET /a', calls: 100, errors: 3, slowestMs: 100, p50Ms: 50, p99Ms: 99 },
    { method: 'GET /b', calls: 1, errors: 0, slowestMs: 7, p50Ms: 7, p99Ms: 7 },
  ]);
});

test('percentiles are of the last calls, the slowest is of all', () => {
  const slow = withMethods(
    [],
    Array.from({ length: SAMPLE }, () => ended('/a', 1000)),
  );
  const rows = withMethods(
    slow,
    Array.from({ length: SAMPLE + 9 }, () => ended('/a', 1)),
  );
  assert.deepEqual(rows.map(plain), [
    { method: 'GET /a', calls: 2 * SAMPLE + 9, errors: 0, slowestMs: 1000, p50Ms: 1, p99Ms: 1 },
  ]);
});

test('a row that no call ended of stays the same object', () => {
  const rows = withMethods([], [ended('/a', 1), ended('/b', 1)]);
  const next = withMethods(rows, [ended('/b', 2)]);
  assert.equal(next[0], rows[0]);
  assert.equal(withMethods(rows, []), rows);
});

test('when there are as many as can be, all that is new is in one row', () => {
  const rows = withMethods(
    [],
    Array.from({ length: MAX_METHODS + 50 }, (_, n) => ended(`/${n}`, 1)),
  );
  assert.equal(rows.length, MAX_METHODS + 1);
  assert.deepEqual([rows.at(-1)?.method, rows.at(-1)?.calls], [OTHER_METHODS, 50]);
  const more = withMethods(rows, [ended('/new', 1), ended('/0', 1)]);
  assert.equal(more.length, MAX_METHODS + 1);
  assert.deepEqual([more[0]?.calls, more.at(-1)?.calls], [2, 51]);
});

test('a duration that is none is a call all the same', () => {
  const [row] = withMethods([], [ended('/a', Number.NaN)]);
  assert.deepEqual(row && plain(row), { method: 'GET /a', calls: 1, errors: 0, slowestMs: 0, p50Ms: 0, p99Ms: 0 });
});
