import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hostAndPort } from '../../src/servers/host-and-port.ts';

test('an address is written as it is typed, an IPv6 address in brackets', () => {
  assert.equal(hostAndPort({ address: '203.0.113.1', port: 80 }), '203.0.113.1:80');
  assert.equal(hostAndPort({ address: '2001:db8::1', port: 80 }), '[2001:db8::1]:80');
});
