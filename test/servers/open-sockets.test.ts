import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Socket } from 'node:net';
import { test } from 'node:test';

import { createOpenSockets } from '../../src/servers/open-sockets.ts';

const LONG_MS = 60_000;

test('without sockets there is nothing to wait for', async () => {
  await createOpenSockets().drained(LONG_MS);
});

test('a drain is over when the last socket has closed, long before its time', async () => {
  const sockets = createOpenSockets();
  const [a, b] = [new Socket(), new Socket()];
  sockets.add(a);
  sockets.add(b);
  const order: string[] = [];
  const drained = sockets.drained(LONG_MS).then(() => order.push('drained'));
  b.once('close', () => order.push('b closed'));
  a.destroy();
  await once(a, 'close');
  b.destroy();
  await drained;
  assert.deepEqual(order, ['b closed', 'drained']);
});

test('what is open after the grace time is destroyed', async () => {
  const sockets = createOpenSockets();
  const socket = new Socket();
  sockets.add(socket);
  await sockets.drained(10);
  assert.ok(socket.destroyed);
});

test('an error of a socket goes no further', async () => {
  const sockets = createOpenSockets();
  const socket = new Socket();
  sockets.add(socket);
  socket.destroy(new Error('reset by the peer'));
  await sockets.drained(LONG_MS);
});
