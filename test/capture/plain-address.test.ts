import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainAddress } from '../../src/capture/plain-address.ts';

test('an IPv4 peer of an IPv6 socket is the IPv4 peer that it is', () => {
  assert.equal(plainAddress('::ffff:127.0.0.1'), '127.0.0.1');
  assert.equal(plainAddress('198.51.100.7'), '198.51.100.7');
});

test('a link-local address is told without its zone, whatever interfaces are called', () => {
  for (const zone of ['eth0', 'br-lan', 'eth0.100', '7']) assert.equal(plainAddress(`fe80::1%${zone}`), 'fe80::1');
});

test('other addresses stay as they are', () => {
  for (const address of ['::1', '2001:db8::1', '']) assert.equal(plainAddress(address), address);
});
