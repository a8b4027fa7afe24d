import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeHead } from '../../src/trace/client-head.ts';
import { hex, toBytes } from '../support/frames.ts';

test('text as it is, other bytes as \\xNN, and only the first ones', () => {
  assert.equal(describeHead(toBytes('GET / "\\\r\n')), String.raw`"GET / \x22\x5c\x0d\x0a"`);
  assert.equal(describeHead(toBytes('x'.repeat(24))), `"${'x'.repeat(24)}"`);
  assert.equal(describeHead(toBytes('x'.repeat(25))), `"${'x'.repeat(24)}…"`);
  assert.equal(describeHead(hex('')), '""');
});

test('RFC 8446 §5.1: a ClientHello is recognised', () => {
  assert.equal(describeHead(hex('16 03 01 02')), String.raw`TLS ("\x16\x03\x01\x02")`);
});
