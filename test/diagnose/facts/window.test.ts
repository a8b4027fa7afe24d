import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WindowFacts } from '../../../src/diagnose/facts/window.ts';

describe('WindowFacts', () => {
  test('a window that is used up keeps its sender waiting until credit comes', () => {
    const window = new WindowFacts();
    window.spent(100, false, 1_000, 1);
    assert.equal(window.stalledForMs(2_000), 0);
    window.spent(0, false, 2_000, 2);
    window.spent(0, false, 3_000, 3);
    assert.deepEqual([window.stalledForMs(5_000), window.stalledBy], [3, 2]);
    window.credited(50, 6_000);
    assert.deepEqual([window.stalledForMs(9_000), window.stalls, window.stalledMs], [0, 1, 4]);
  });

  test('credit that does not lift it above 0 ends no stall: SETTINGS can make it negative', () => {
    const window = new WindowFacts();
    window.spent(-10, false, 1_000, 1);
    window.credited(0, 2_000);
    assert.equal(window.stalledForMs(3_000), 2);
  });

  test('whoever has said all waits for nothing', () => {
    const window = new WindowFacts();
    window.spent(0, true, 1_000, 1);
    assert.equal(window.stalledForMs(9_000), 0);
  });

  test('a cycle is from the DATA that used it up to the next DATA, with credit in between', () => {
    const window = new WindowFacts();
    window.spent(0, false, 1_000, 1);
    window.credited(50, 41_000);
    assert.deepEqual([window.cycles, window.stallEndedAt], [0, 41_000]);
    window.spent(0, false, 51_000, 2);
    assert.deepEqual([window.cycles, window.cycleMs, window.stalls, window.stalledMs], [1, 50, 1, 40]);
    window.credited(50, 52_000);
    assert.deepEqual([window.spentAt, window.creditedAt, window.cycles], [51_000, 52_000, 1]);
  });

  test('it is as large as it began, or as the largest that credit made of it', () => {
    const window = new WindowFacts();
    window.spent(10, false, 1_000, 1);
    assert.deepEqual([window.full(), window.full(1_000)], [65_535, 1_000]);
    window.credited(100_000, 2_000);
    assert.deepEqual([window.full(), window.full(1_000)], [100_000, 100_000]);
  });
});
