import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactionOf, redactNothing, SECRET_HEADER_NAMES } from '../src/redaction.ts';

const isSecret = redactionOf(SECRET_HEADER_NAMES);

test('credentials are secret in any case, and with blanks around the name', () => {
  for (const name of ['authorization', 'Proxy-Authorization', 'COOKIE', 'set-cookie', 'X-API-Key', 'cookie ']) {
    assert.equal(isSecret(name), true, name);
  }
});

test('other names are secret where their sender says so, RFC 7541 §7.1.3', () => {
  assert.deepEqual([isSecret('x-token'), isSecret('x-token', true)], [false, true]);
});

test('nothing is secret where nothing is redacted', () => {
  assert.deepEqual([redactNothing('authorization'), redactNothing('x-token', true)], [false, false]);
});
