import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ranOut, ranOutAsNamed, usualTimer } from '../../../../src/diagnose/rules/shared/usual-timers.ts';

test('usual timers are found within 2 %, and half a second', () => {
  for (const [elapsedMs, timerMs] of [
    [15_000, 15_000],
    [14_710, 15_000],
    [15_299, 15_000],
    [299_501, 300_000],
    [300_499, 300_000],
    [5_100, 5_000],
  ] as const) {
    assert.equal(usualTimer(elapsedMs, false), timerMs, `${elapsedMs}`);
  }
});

test('other times are like none, silent', () => {
  for (const elapsedMs of [0, 40, 1_000, 4_899, 5_101, 14_699, 15_301, 300_501, 4_000_000]) {
    assert.equal(usualTimer(elapsedMs, false), undefined, `${elapsedMs}`);
  }
});

test('behind a proxy also seconds that people set', () => {
  for (const [elapsedMs, timerMs] of [
    [994, 1_000],
    [7_049, 7_000],
    [45_000, 45_000],
    [180_000, 180_000],
  ] as const) {
    assert.equal(usualTimer(elapsedMs, true), timerMs, `${elapsedMs}`);
  }
  for (const elapsedMs of [0, 400, 979, 7_051, 37_000, 121_000]) {
    assert.equal(usualTimer(elapsedMs, true), undefined, `${elapsedMs}`);
  }
});

test('a timer whose value is told has 25 ms at least, and half of itself at most', () => {
  assert.equal(ranOut(93, 100), true);
  assert.equal(ranOut(70, 100), false);
  assert.equal(ranOut(994, 1_000), true);
  assert.equal(ranOut(1_030, 1_000), false);
  assert.equal(ranOut(4, 10), false);
});

test('a timer that its owner has named has a tenth, and half a second at most', () => {
  assert.equal(ranOutAsNamed(4_850, 5_000), true);
  assert.equal(ranOutAsNamed(4_499, 5_000), false);
  assert.equal(ranOutAsNamed(14_501, 15_000), true);
  assert.equal(ranOutAsNamed(14_499, 15_000), false);
  assert.equal(ranOutAsNamed(80, 100), true);
});
