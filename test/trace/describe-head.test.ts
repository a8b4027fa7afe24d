import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeHead } from '../../src/trace/describe-head.ts';
import { hex, toBytes } from '../support/frames.ts';

test('text as it is, other bytes as \\xNN, and only the first ones', () => {
  assert.equal(describeHead(toBytes('GET / "\\\0\t')), String.raw`"GET / \x22\x5c\x00\x09"`);
  assert.equal(describeHead(toBytes('x'.repeat(24))), `"${'x'.repeat(24)}"`);
  assert.equal(describeHead(toBytes('x'.repeat(25))), `"${'x'.repeat(24)}…"`);
  assert.equal(describeHead(hex('')), '""');
});

test('what may be secret is not shown: a query, a value, and what is behind the first line', () => {
  assert.equal(describeHead(toBytes('GET /?key=s3cret HTTP/1.1')), '"GET /…"');
  assert.equal(describeHead(toBytes('Cookie: s3cret')), '"Cookie…"');
  assert.equal(describeHead(toBytes('HI\r\nauthorization: s3cret')), '"HI…"');
});

test('RFC 8446 §5.1: a ClientHello is recognised', () => {
  assert.equal(describeHead(hex('16 03 01 0a 3f')), String.raw`TLS ("\x16\x03\x01\x0a?")`);
});

test('RFC 8446 §6: an alert is named, where it has a name and all of it came', () => {
  assert.equal(
    describeHead(hex('15 03 03 00 02 02 28')),
    String.raw`TLS alert 40 handshake_failure ("\x15\x03\x03\x00\x02\x02(")`,
  );
  assert.equal(describeHead(hex('15 03 03 00 02 02 ff')), String.raw`TLS alert 255 ("\x15\x03\x03\x00\x02\x02\xff")`);
  assert.equal(describeHead(hex('15 03')), String.raw`a TLS alert ("\x15\x03")`);
});
