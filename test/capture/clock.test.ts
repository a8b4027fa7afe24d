import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/capture/clock.ts';

test('the clock gives whole microseconds of the wall clock', () => {
  const clock = systemClock();
  const time = clock();
  assert.ok(Number.isSafeInteger(time));
  assert.ok(Math.abs(time / 1_000 - Date.now()) < 2_000, `${time} is not now`);
});

test('it never goes back', () => {
  const clock = systemClock();
  let last = clock();
  for (let n = 0; n < 100_000; n++) {
    const now = clock();
    assert.ok(now >= last);
    last = now;
  }
});
