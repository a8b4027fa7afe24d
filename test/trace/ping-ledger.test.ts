import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_IN_FLIGHT, PingLedger } from '../../src/trace/ping-ledger.ts';

test('RFC 9113 §6.7: the ACK carries the bytes of its PING; it answers once', () => {
  const pings = new PingLedger();
  pings.sent('aa', 1000);
  pings.sent('bb', 2500);
  assert.equal(pings.acknowledged('bb', 4000), 1.5);
  assert.equal(pings.acknowledged('bb', 5000), undefined);
  assert.equal(pings.acknowledged('cc', 5000), undefined);
  assert.equal(pings.acknowledged('aa', 5000), 4);
});

test('the same bytes sent again begin anew', () => {
  const pings = new PingLedger();
  pings.sent('aa', 1000);
  pings.sent('aa', 2000);
  assert.equal(pings.acknowledged('aa', 3000), 1);
  assert.equal(pings.acknowledged('aa', 3000), undefined);
});

test('a flood is forgotten, oldest first', () => {
  const pings = new PingLedger();
  for (let n = 0; n <= MAX_IN_FLIGHT + 1; n++) pings.sent(`${n}`, n);
  pings.sent('2', 1000);
  pings.sent('new', 1000);
  assert.deepEqual(
    ['0', '1', '2', '3', '4', 'new'].map((opaque) => pings.acknowledged(opaque, 2000)),
    [undefined, undefined, 1, undefined, 1.996, 1],
  );
});
