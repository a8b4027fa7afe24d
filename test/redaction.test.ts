import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Redaction, redactionOf, redactNothing, redactOnly, SECRET_HEADER_NAMES } from '../src/redaction.ts';

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

describe('a list that changes', () => {
  test('adds to what is always secret, in any case, and never takes from it', () => {
    const redaction = new Redaction(redactionOf(['cookie']));
    redaction.list(['X-Mine']);
    assert.deepEqual(
      ['cookie', 'x-mine', 'X-MINE', 'x-other'].map((name) => redaction.isSecret(name)),
      [true, true, true, false],
    );
    redaction.list([]);
    assert.deepEqual([redaction.isSecret('x-mine'), redaction.isSecret('Cookie')], [false, true]);
  });

  test('gives another function after each change', () => {
    const redaction = new Redaction(redactNothing);
    const before = redaction.isSecret;
    assert.equal(redaction.isSecret, before);
    redaction.list(['x-mine']);
    assert.notEqual(redaction.isSecret, before);
    assert.deepEqual(redaction.names, ['x-mine']);
  });

  test('never-indexed fields are secret under any list but the one that hides nothing', () => {
    const redaction = new Redaction(redactionOf([]));
    redaction.list(['x-mine']);
    assert.equal(redaction.isSecret('x-other', true), true);
    const open = new Redaction(redactNothing);
    open.list(['x-mine']);
    assert.equal(open.isSecret('x-other', true), false);
  });
});

test('only what is listed: also what is never indexed is shown then', () => {
  const isListed = redactOnly(['x-mine']);
  assert.deepEqual([isListed('X-Mine'), isListed('cookie'), isListed('x-other', true)], [true, false, false]);
});

test('what our replies say of themselves is shown, though it is never indexed; but not where it is listed', () => {
  assert.deepEqual([isSecret('x-sre-trace', true), isSecret('traceresponse', true)], [false, false]);
  assert.equal(redactionOf(['x-sre-trace'])('x-sre-trace', true), true);
});
