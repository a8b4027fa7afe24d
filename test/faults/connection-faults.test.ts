import assert from 'node:assert/strict';
import { test } from 'node:test';

import { perCall, perConnection } from '../../src/faults/connection-faults.ts';
import { parseFault } from '../../src/faults/parse-fault.ts';

test('faults that need no request are of connections, the others of calls', () => {
  const text =
    'scope=connection; settings=0x1:0; hold_settings_ack; hold_ping_ack; ping_flood=1; hold_window_update; goaway@once; ' +
    'padding=1; rst_stream@after_headers';
  const { plan } = parseFault(text);
  assert.ok(plan);
  assert.deepEqual(
    perConnection(plan).map(({ kind }) => kind),
    ['SETTINGS', 'HOLD_SETTINGS_ACK', 'HOLD_PING_ACK', 'PING_FLOOD', 'HOLD_WINDOW_UPDATE', 'GOAWAY'],
  );
  assert.deepEqual(
    perCall(plan).transport.map(({ kind, scope }) => `${kind} ${scope}`),
    ['PADDING STREAM', 'RST_STREAM STREAM'],
  );
});

test('of the scope of a stream, only what a connection has once is of connections', () => {
  const { plan } = parseFault('hold_window_update; silence@once; ping_flood=1');
  assert.ok(plan);
  assert.deepEqual(perConnection(plan), [{ scope: 'CONNECTION', kind: 'PING_FLOOD', count: 1, intervalMs: 0 }]);
});
