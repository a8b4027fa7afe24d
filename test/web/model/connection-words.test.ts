import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ageText, offsetText } from '../../../src/web/model/connection-words.ts';

test('ages have two units at most', () => {
  assert.deepEqual([0, 12.5, 59_999, 60_000, 192_000, 18_120_000, 1_047_600_000].map(ageText), [
    '0 ms',
    '12.5 ms',
    '60 s',
    '1 min',
    '3 min 12 s',
    '5 h 2 min',
    '12 d 3 h',
  ]);
  assert.equal(offsetText(12_003.21), '12.003 s');
});
