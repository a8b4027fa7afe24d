import assert from 'node:assert/strict';
import { test } from 'node:test';

import { closeWords } from '../../../src/web/source/close-words.ts';

test('an end has words, with those of the server', () => {
  assert.equal(closeWords(1001, 'the server is going away'), 'the server stops');
  assert.equal(closeWords(1006, ''), 'the connection was lost');
  assert.equal(closeWords(1013, '16 are there'), 'too many readers look at the live trace: 16 are there');
  assert.equal(closeWords(4711, ''), 'the live trace ended with code 4711');
});
