import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Credit } from '../../../src/capture/injector/credit.ts';

describe('Credit', () => {
  test('the client gives credit for what the server did not send: it is kept', () => {
    const credit = new Credit();
    credit.added(10);
    assert.equal(credit.isOwed, true);
    assert.deepEqual([credit.given(4), credit.given(9), credit.given(5)], [0, 3, 5]);
    assert.equal(credit.isOwed, false);
  });

  test('the client gives none for what it did not get: we do, as far as it owes nothing', () => {
    const credit = new Credit();
    assert.equal(credit.removed(7), 7);
    credit.added(5);
    assert.deepEqual([credit.removed(3), credit.removed(3)], [0, 1]);
  });
});
