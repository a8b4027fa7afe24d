import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tokenOf } from '../../../src/servers/admin/credentials.ts';

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

test('RFC 6750 §2.1: what follows Bearer is the token; RFC 9110 §11.1: schemes have no case', () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer  ']) assert.equal(tokenOf(`${scheme} a+b/c=`), 'a+b/c=');
});

test('RFC 7617 §2: the password is behind the first colon, whoever the user is', () => {
  assert.equal(tokenOf(basic(':secret')), 'secret');
  assert.equal(tokenOf(basic('me:secret:with:colons')), 'secret:with:colons');
  assert.equal(tokenOf(basic('me:secret').replace('Basic', 'bASIC')), 'secret');
});

test('what is no credentials has no token', () => {
  const none = ['', 'Bearer', 'Bearer ', 'Basic', basic('no colon'), 'Digest a', 'Bearer a b', 'Bearer\ta', 'secret'];
  for (const field of none) assert.equal(tokenOf(field), undefined, field);
});

test('what is longer than any token is not looked at', () => {
  assert.equal(tokenOf(`Bearer ${'x'.repeat(2_048)}`), undefined);
  assert.equal(tokenOf(basic(`me:${'x'.repeat(1_024)}`))?.length, 1_024);
});
