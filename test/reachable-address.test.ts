import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reachableAt } from '../src/reachable-address.ts';

test('all addresses are reached as localhost', () => {
  for (const address of ['0.0.0.0', '::']) assert.equal(reachableAt({ address, port: 1 }), 'localhost:1');
});

test('one address is reached as itself', () => {
  assert.equal(reachableAt({ address: '127.0.0.1', port: 1 }), '127.0.0.1:1');
  assert.equal(reachableAt({ address: '2001:db8::1', port: 1 }), '[2001:db8::1]:1');
});
