import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isOfStreams, needsStream, perCall, perConnection } from '../../src/faults/connection-faults.ts';
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

function kindsOf(text: string, holds: typeof needsStream): string[] {
  const { plan } = parseFault(text);
  assert.ok(plan, text);
  return plan.transport.filter(holds).map(({ kind }) => kind);
}

const ALL = 'settings=0x1:0; hold_settings_ack; hold_ping_ack; ping_flood=1; hold_window_update; padding=1; fin@once';

test('what is done to answers: not what a connection has once, and credit of the connection is none of theirs', () => {
  assert.deepEqual(kindsOf(ALL, isOfStreams), ['HOLD_WINDOW_UPDATE', 'PADDING', 'FIN']);
  assert.deepEqual(kindsOf(`scope=connection; ${ALL}`, isOfStreams), ['PADDING', 'FIN']);
});

test('what a stream alone can ask for: not what ends the connection at once', () => {
  assert.deepEqual(kindsOf(ALL, needsStream), ['HOLD_WINDOW_UPDATE', 'PADDING']);
  assert.deepEqual(kindsOf('fin@after_headers', needsStream), ['FIN']);
  assert.deepEqual(kindsOf(`scope=connection; ${ALL}`, needsStream), []);
});
