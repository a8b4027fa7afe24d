import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback } from '../src/loopback.ts';

test('RFC 6890 §2.2.2, RFC 6761 §6.3: what only this machine reaches', () => {
  for (const host of ['127.0.0.1', '127.255.0.3', '::1', '::ffff:127.0.0.1', 'localhost', 'LocalHost']) {
    assert.equal(isLoopback(host), true, host);
  }
});

test('all that is not certain to be is not', () => {
  const others = ['0.0.0.0', '::', '10.0.0.1', '2001:db8::1', '::ffff:10.0.0.1', '127.1', '2130706433', '[::1]', ''];
  for (const host of [...others, 'localhost.', 'localhost.example.com', '127.0.0.1.example.com', 'evil.example']) {
    assert.equal(isLoopback(host), false, host);
  }
});
