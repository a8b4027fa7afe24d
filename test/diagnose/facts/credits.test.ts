import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CreditFacts } from '../../../src/diagnose/facts/credits.ts';

describe('CreditFacts', () => {
  test('increments of less than 1 KiB are tiny', () => {
    const facts = new CreditFacts();
    facts.add(1_023, 7);
    facts.add(1_024, 8);
    assert.deepEqual([facts.count, facts.tiny, facts.tinyBytes, facts.lastTiny], [2, 1, 1_023, 7]);
  });

  test('each look is about what came since the one before, and a quiet one ends the row', () => {
    const facts = new CreditFacts();
    const isBusy = (count: number, tiny: number) => tiny >= 2 && count === tiny;
    const tiny: number[] = [];
    const busy: number[] = [];
    for (const number of [2, 3, 1, 2]) {
      for (let n = 0; n < number; n++) facts.add(1, n);
      tiny.push(facts.look(isBusy));
      busy.push(facts.busyLooks);
    }
    assert.deepEqual(tiny, [2, 3, 1, 2]);
    assert.deepEqual(busy, [1, 2, 0, 1]);
  });
});
