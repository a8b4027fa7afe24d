import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spend, widen } from '../../src/trace/flow-control.ts';

test('RFC 9113 §6.9.1: a sender may use up its window, and no more', () => {
  const target = { window: 10 };
  assert.equal(spend(target, 10, 'STREAM'), undefined);
  assert.equal(spend(target, 1, 'STREAM')?.reason, 'DATA of 1 bytes, but the stream window had 0');
  assert.equal(target.window, -1);
});

test('§6.9.1: an empty frame may be sent without room', () => {
  const target = { window: -5 };
  assert.equal(spend(target, 0, 'CONNECTION'), undefined);
});

test('§6.9.1: a window may grow to 2^31-1', () => {
  const target = { window: -1 };
  assert.equal(widen(target, 2 ** 31 - 1, 'CONNECTION'), undefined);
  assert.equal(widen(target, 1, 'CONNECTION'), undefined);
  assert.deepEqual(widen(target, 1, 'CONNECTION'), {
    errorCode: 3,
    scope: 'CONNECTION',
    reason: 'the connection window grew to 2147483648, beyond 2^31-1',
    spec: 'RFC 9113 §6.9.1',
  });
});
