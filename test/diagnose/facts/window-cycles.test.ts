import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WindowFacts } from '../../../src/diagnose/facts/window.ts';
import { WindowCycles } from '../../../src/diagnose/facts/window-cycles.ts';

describe('WindowCycles', () => {
  test('seconds of which most was spent waiting add up, and one of which it was not begins anew', () => {
    const window = new WindowFacts();
    const cycles = new WindowCycles();
    const seconds: number[] = [];
    for (const waitMs of [150, 150, 10, 150]) {
      for (let n = 0; n < 5; n++) {
        window.cycles += 1;
        window.cycleMs += waitMs;
      }
      cycles.look(window);
      seconds.push(cycles.seconds);
    }
    assert.deepEqual(seconds, [1, 2, 0, 1]);
    assert.deepEqual([cycles.cycles, cycles.waitedMs], [5, 750]);
  });

  test('one long pause is no cycle', () => {
    const window = new WindowFacts();
    const cycles = new WindowCycles();
    window.cycles = 1;
    window.cycleMs = 900;
    cycles.look(window);
    assert.equal(cycles.seconds, 0);
  });
});
