import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Said } from '../../../src/diagnose/facts/said.ts';

describe('Said', () => {
  test('each topic is first once', () => {
    const said = new Said();
    assert.deepEqual([said.first('L12'), said.first('L12'), said.first('L12 urgent')], [true, false, true]);
  });

  test('who has said too much says nothing more', () => {
    const said = new Said();
    const firsts = Array.from({ length: 100 }, (_, n) => said.first(`${n}`));
    assert.equal(firsts.filter(Boolean).length, 64);
  });
});
