import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  highestOf,
  linePath,
  lowestOf,
  MAX_POINTS,
  type Point,
  reduced,
  stepPath,
} from '../../../src/web/model/series.ts';

function points(values: readonly number[]): Point[] {
  return values.map((value, atMs) => ({ atMs, value }));
}

describe('a line of fewer points', () => {
  test('one that is short enough is left as it is', () => {
    const short = points([3, 1, 2]);
    assert.equal(reduced(short), short);
    assert.deepEqual(reduced([]), []);
  });

  test('has the ends, and no more points than asked for', () => {
    const long = points(Array.from({ length: 20_000 }, (_, n) => (n * 7919) % 65_536));
    const few = reduced(long);
    assert.ok(few.length <= MAX_POINTS, `${few.length} points`);
    assert.deepEqual([few[0], few.at(-1)], [long[0], long.at(-1)]);
  });

  test('keeps the lowest and the highest, however short they were', () => {
    const values = Array.from({ length: 10_000 }, () => 65_535);
    values[4_321] = 0;
    values[4_322] = 80_000;
    const few = reduced(points(values), 100);
    assert.deepEqual(lowestOf(few), { atMs: 4_321, value: 0 });
    assert.deepEqual(highestOf(few), { atMs: 4_322, value: 80_000 });
  });

  test('is in the order of time', () => {
    const few = reduced(points(Array.from({ length: 5_000 }, (_, n) => (n % 2 === 0 ? n : -n))), 64);
    assert.ok(few.every(({ atMs }, n) => n === 0 || atMs >= (few[n - 1]?.atMs ?? 0)));
  });

  test('of one moment is its lowest and highest', () => {
    const moment = Array.from({ length: 50 }, (_, value) => ({ atMs: 5, value }));
    assert.deepEqual(
      reduced(moment, 4).map(({ value }) => value),
      [0, 1, 48, 49],
    );
  });
});

describe('the words of SVG', () => {
  const scales = { x: (atMs: number) => atMs * 10, y: (value: number) => 100 - value };

  test('a step holds its value until the next', () => {
    assert.equal(stepPath(points([1, 50.06]), scales), 'M0 99H10V49.9');
  });

  test('a line goes from point to point', () => {
    assert.equal(linePath(points([1, 50]), scales), 'M0 99L10 50');
    assert.equal(linePath([], scales), '');
  });
});
