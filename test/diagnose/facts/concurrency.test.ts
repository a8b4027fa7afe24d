import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ConcurrencyFacts } from '../../../src/diagnose/facts/concurrency.ts';

/** Milliseconds, in microseconds. */
const ms = (value: number) => value * 1_000;

describe('ConcurrencyFacts', () => {
  test('it is full from the stream that takes the last slot on', () => {
    const facts = new ConcurrencyFacts();
    facts.opened(2, ms(1));
    assert.equal(facts.isFull, false);
    facts.opened(2, ms(5));
    assert.deepEqual([facts.isFull, facts.open, facts.fullForMs(ms(1_005))], [true, 2, 1_000]);
  });

  test('a slot that is taken again within 5 ms was waited for, and it stays full', () => {
    const facts = new ConcurrencyFacts();
    facts.opened(1, ms(1));
    facts.closed(ms(3_000));
    facts.opened(1, ms(3_005));
    assert.deepEqual([facts.handOvers, facts.longestWaitMs, facts.fullForMs(ms(4_001))], [1, 3_004, 4_000]);
  });

  test('a slot that stays free for longer is room: what was counted begins anew', () => {
    const facts = new ConcurrencyFacts();
    facts.opened(1, ms(1));
    facts.closed(ms(100));
    facts.opened(1, ms(101));
    facts.told = 'INFO';
    facts.closed(ms(200));
    assert.equal(facts.fullForMs(ms(206)), 0);
    facts.opened(1, ms(206));
    assert.deepEqual([facts.handOvers, facts.told, facts.fullForMs(ms(306))], [0, undefined, 100]);
  });

  test('without a limit it is never full', () => {
    const facts = new ConcurrencyFacts();
    for (let n = 0; n < 1_000; n++) facts.opened(undefined, n);
    assert.deepEqual([facts.isFull, facts.open], [false, 1_000]);
  });
});
