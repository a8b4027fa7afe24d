import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Traffic } from '../../../src/diagnose/facts/traffic.ts';

test('what was slowest is told with its numbers, and forgotten when it was told', () => {
  const traffic = new Traffic();
  traffic.call(20, 1);
  traffic.call(5, 2);
  traffic.ping(7, 3);
  traffic.call(undefined, 4);
  const NOTHING = { calls: 0, slowestFirstByteMs: 0, slowestPingMs: 0, evidence: [], beside: undefined };
  assert.deepEqual(traffic.take(), {
    ...NOTHING,
    calls: 3,
    slowestFirstByteMs: 20,
    slowestPingMs: 7,
    evidence: [1, 3],
  });
  assert.deepEqual(traffic.take(), NOTHING);
});

test('of ever slower calls the slowest are the evidence', () => {
  const traffic = new Traffic();
  for (let n = 1; n <= 20; n++) traffic.call(n, n);
  assert.deepEqual(traffic.take().evidence, [13, 14, 15, 16, 17, 18, 19, 20]);
});

test('a proxy is beside us where its address is one of this host or pod', () => {
  const besides = ['10.0.0.7', '2001:db8::1', '127.0.0.6', '::1', '::ffff:127.0.0.1'].map((address) => {
    const traffic = new Traffic();
    traffic.proxied('Envoy', address, 1);
    return traffic.take().beside?.address;
  });
  assert.deepEqual(besides, [undefined, undefined, '127.0.0.6', '::1', '::ffff:127.0.0.1']);
});

test('the first proxy beside us stays known', () => {
  const traffic = new Traffic();
  traffic.proxied('Envoy', '127.0.0.6', 5);
  traffic.take();
  traffic.proxied('Envoy', '127.0.0.1', 9);
  assert.deepEqual(traffic.take().beside, { proxy: 'Envoy', address: '127.0.0.6', seq: 5 });
});
