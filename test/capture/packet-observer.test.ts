import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withPackets } from '../../src/capture/packet-observer.ts';

test('the packet sink is told what the observer is told, with the time, and in the order of the bytes', () => {
  const told: unknown[] = [];
  let time = 0;
  const address = { address: '127.0.0.1', port: 1 };
  const facts = { id: 'c1', listener: 'grpc', peer: address, local: address, openedAt: 0 } as const;
  const observer = withPackets(
    { chunk: (from, chunk) => told.push(['observed', from, chunk]), end: ({ how }) => told.push(['observed', how]) },
    facts,
    {
      opened: ({ id }, at) => told.push([id, at]),
      chunk: (conn, from, bytes, at) => told.push([conn, from, bytes, at]),
      closed: (conn, { how }, at) => told.push([conn, how, at]),
    },
    () => ++time,
  );
  const chunk = Buffer.from('a');
  observer.chunk('SERVER', chunk);
  observer.end({ how: 'FIN', endedBy: 'CLIENT' });
  assert.deepEqual(told, [
    ['c1', 1],
    ['c1', 'SERVER', chunk, 2],
    ['observed', 'SERVER', chunk],
    ['c1', 'FIN', 3],
    ['observed', 'FIN'],
  ]);
});
