import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LostCreditFacts } from '../../../src/diagnose/facts/lost-credit.ts';
import { WindowFacts } from '../../../src/diagnose/facts/window.ts';

/** Seconds, in microseconds. */
const s = (value: number) => value * 1_000_000;

describe('LostCreditFacts', () => {
  test('more that is missing at each quiet moment is growth; what open streams hold is not missing', () => {
    const window = new WindowFacts();
    const facts = new LostCreditFacts();
    window.spent(55_535, false, s(1), 1);
    assert.equal(facts.look(window, 0, s(3)), true);
    window.spent(35_535, false, s(4), 2);
    assert.equal(facts.look(window, 5_000, s(6)), true);
    assert.deepEqual([facts.missing, facts.growths], [25_000, 2]);
  });

  test('until two seconds after the last DATA or credit nothing is measured, and then once', () => {
    const window = new WindowFacts();
    const facts = new LostCreditFacts();
    assert.equal(facts.look(window, 0, s(9)), false);
    window.spent(10_000, false, s(10), 1);
    window.credited(20_000, s(11));
    assert.deepEqual(
      [s(12), s(13), s(14)].map((time) => facts.look(window, 0, time)),
      [false, true, false],
    );
  });

  test('credit that comes back ends the growth', () => {
    const window = new WindowFacts();
    const facts = new LostCreditFacts();
    window.spent(30_000, false, s(1), 1);
    facts.look(window, 0, s(4));
    window.credited(65_535, s(5));
    window.spent(60_000, false, s(6), 2);
    facts.look(window, 0, s(9));
    assert.deepEqual([facts.missing, facts.growths], [5_535, 0]);
  });
});
