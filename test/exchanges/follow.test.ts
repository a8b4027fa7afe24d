import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followExchanges } from '../../src/exchanges/follow.ts';
import { connectionClosed, connectionOpened, finding, stamp, unaryCall } from '../support/events.ts';
import { collector } from '../support/exchanges.ts';

test('all observers are told, and get the same object', () => {
  const [one, other] = [collector(), collector()];
  const follower = followExchanges([one.observer, other.observer]);
  follower.write(stamp([connectionOpened(), ...unaryCall()]));
  assert.deepEqual(one.calls, ['start 1', 'end 1']);
  assert.deepEqual(other.calls, one.calls);
  assert.equal(one.exchanges[0], other.exchanges[0]);
});

test('nothing is told of a connection that opened before', () => {
  const { observer, calls } = collector();
  followExchanges([observer]).write(stamp([...unaryCall(), connectionClosed()]));
  assert.deepEqual(calls, []);
});

test('connections are told apart, in whatever turn their events come', () => {
  const { observer, exchanges } = collector();
  const follower = followExchanges([observer]);
  const [some, others] = ['c1', 'c2'].map((conn, n) =>
    stamp([connectionOpened({ peer: { address: '::1', port: n } }), ...unaryCall()], conn),
  ) as [ReturnType<typeof stamp>, ReturnType<typeof stamp>];
  for (const [n, event] of some.entries()) follower.write([event, others[n] ?? event]);
  assert.deepEqual(
    exchanges.map(({ conn, peer, end, milestones }) => [conn, peer.port, end?.grpcStatus?.name, milestones.length]),
    [
      ['c1', 0, 'OK', 5],
      ['c2', 1, 'OK', 5],
    ],
  );
});

test('findings and losses are nothing to it', () => {
  const { observer, calls } = collector();
  const lost = { kind: 'traceLost', traceLost: { reason: 'x', dropped: 1 } } as const;
  followExchanges([observer]).write(stamp([connectionOpened(), finding(), lost]));
  assert.deepEqual(calls, []);
});

test('close ends what is open, and what comes later is ignored', async () => {
  const { observer, calls, exchanges } = collector();
  const follower = followExchanges([observer]);
  follower.write(stamp([connectionOpened(), ...unaryCall().slice(0, 2)]));
  await follower.close();
  follower.write(stamp([connectionOpened(), ...unaryCall()], 'c2'));
  assert.deepEqual(calls, ['start 1', 'end 1']);
  assert.equal(exchanges[0]?.end?.how, 'CONNECTION_CLOSED');
});
