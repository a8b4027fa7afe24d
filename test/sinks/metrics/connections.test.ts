import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Connections, MAX_CONNECTIONS } from '../../../src/sinks/metrics/connections.ts';
import type { ConnectionOpened } from '../../../src/trace/event.ts';
import { START } from '../../support/events.ts';

const address = { address: '10.0.3.7', port: 1 };
const opened: ConnectionOpened = {
  listener: 'grpc',
  role: 'SERVER',
  protocol: 'h2c',
  peer: address,
  local: address,
};

test('more connections than the bound are counted, but not followed', () => {
  const connections = new Connections(() => START);
  for (let n = 0; n <= MAX_CONNECTIONS; n++) connections.connectionOpened(`c${n}`, opened, START);
  assert.equal(connections.find(`c${MAX_CONNECTIONS}`), undefined);
  const [total] = connections.families;
  assert.ok(total !== undefined && total.type !== 'histogram');
  assert.equal(
    total.collect().reduce((sum, { value }) => sum + value, 0),
    MAX_CONNECTIONS + 1,
  );
  connections.forget('c0');
  connections.connectionOpened('next', opened, START);
  assert.ok(connections.find('next') !== undefined);
});

test('a connection is found when it opens after somebody asked for it, and not after it is forgotten', () => {
  const connections = new Connections(() => START);
  assert.equal(connections.find('c1'), undefined);
  connections.connectionOpened('c1', opened, START);
  assert.equal(connections.find('c1')?.listener, 'grpc');
  connections.forget('c1');
  assert.equal(connections.find('c1'), undefined);
});
