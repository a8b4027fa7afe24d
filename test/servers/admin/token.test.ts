import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAdminToken, MAX_TOKEN_CHARACTERS, tokenProblem } from '../../../src/servers/admin/token.ts';

const TOKEN = 'correct-horse-battery';

test('a token has 16 to 1,024 visible characters, and what is wrong is told without a word of it', () => {
  for (const good of [TOKEN, 'x'.repeat(16), '~!"#$%&\'()*+,-./:;<=>?@', 'x'.repeat(MAX_TOKEN_CHARACTERS)]) {
    assert.equal(tokenProblem(good), undefined, good);
  }
  assert.equal(tokenProblem('short'), 'it has 5 characters: expected 16 to 1024');
  assert.match(tokenProblem('x'.repeat(MAX_TOKEN_CHARACTERS + 1)) ?? '', /^it has 1025 characters/);
  for (const end of [' ', '\n', '\t', '\0', '\x7f', 'ü', '€']) {
    assert.equal(
      tokenProblem(`${TOKEN}${end}`),
      'it has a blank or a character that is not visible ASCII: expected neither',
    );
  }
});

test('a token matches itself and nothing else', () => {
  const token = createAdminToken(TOKEN);
  assert.equal(token.matches(TOKEN), true);
  for (const other of ['', TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase(), 'x'.repeat(1_000_000)]) {
    assert.equal(token.matches(other), false);
  }
});

test('a token that is replaced is worth nothing', () => {
  const token = createAdminToken(TOKEN);
  token.replace('another-long-token');
  assert.deepEqual([token.matches(TOKEN), token.matches('another-long-token')], [false, true]);
});

test('the token itself is not kept', () => {
  assert.ok(!JSON.stringify(createAdminToken(TOKEN)).includes(TOKEN));
});
