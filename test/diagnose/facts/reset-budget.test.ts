import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RESET_BURST, ResetBudget } from '../../../src/diagnose/facts/reset-budget.ts';

const SECOND = 1_000_000;

function spent(times: readonly number[]): ResetBudget {
  const budget = new ResetBudget();
  for (const time of times) budget.spend(time);
  return budget;
}

describe('ResetBudget', () => {
  test('a burst empties it, and goes below', () => {
    assert.equal(spent(new Array<number>(RESET_BURST + 50).fill(5 * SECOND)).left, -50);
  });

  test('33 come back each second, and no more than there were', () => {
    const burst = new Array<number>(500).fill(SECOND);
    assert.equal(spent([...burst, 11 * SECOND]).left, RESET_BURST - 500 + 330 - 1);
    assert.equal(spent([...burst, 1_000 * SECOND]).left, RESET_BURST - 1);
  });

  test('the window is of thirty seconds, and moves on', () => {
    const budget = spent([SECOND, 10 * SECOND, 10 * SECOND, 20 * SECOND]);
    assert.equal(budget.recent(20 * SECOND), 4);
    assert.equal(budget.recent(31 * SECOND), 3);
    assert.equal(budget.recent(40 * SECOND), 1);
    assert.equal(budget.recent(4_000 * SECOND), 0);
  });

  test('a side that reset nothing has all of it', () => {
    const budget = new ResetBudget();
    assert.deepEqual([budget.left, budget.recent(5 * SECOND)], [RESET_BURST, 0]);
  });
});
