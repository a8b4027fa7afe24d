import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutQuery, withoutQueryOf, withoutUserinfo } from '../../src/exchanges/without-query.ts';
import { endedExchange } from '../support/exchanges.ts';

test('a path ends where its query or a fragment begins', () => {
  assert.equal(withoutQuery('/a/b?c=d?e'), '/a/b');
  assert.equal(withoutQuery('/a#b?c'), '/a');
  assert.equal(withoutQuery('/a'), '/a');
  assert.equal(withoutQuery('?a'), '');
});

test('an authority is without user and password', () => {
  assert.equal(withoutUserinfo('user:pass@host:1'), 'host:1');
  assert.equal(withoutUserinfo('a@b@host'), 'host');
  assert.equal(withoutUserinfo('host'), 'host');
});

test('what a server repeats of the query is left out', () => {
  const exchange = endedExchange({ path: '/a?token=abc' });
  assert.equal(withoutQueryOf(exchange, 'no /a?token=abc here, token=abc'), 'no /a?… here, …');
  assert.equal(withoutQueryOf(exchange, 'no token'), 'no token');
  assert.equal(withoutQueryOf(endedExchange({ path: '/a' }), 'x'), 'x');
});

test('of a query that was cut, the rest is left out too', () => {
  const exchange = endedExchange({ path: '/a?token=ab…' });
  assert.equal(withoutQueryOf(exchange, 'no /a?token=abcdef here'), 'no /a?… here');
});
