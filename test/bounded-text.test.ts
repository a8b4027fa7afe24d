import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundedText } from '../src/bounded-text.ts';

test('text within the bound is the same, a longer one ends with an ellipsis', () => {
  assert.equal(boundedText('abc', 3), 'abc');
  assert.equal(boundedText('abcd', 3), 'abc…');
  assert.equal(boundedText('', 0), '');
});
