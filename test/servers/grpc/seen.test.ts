import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { Metadata } from '@grpc/grpc-js';

import type { ConnectionFacts } from '../../../src/connection-facts.ts';
import type { Seen__Output as Seen } from '../../../src/gen/sre/echo/v1/Seen.ts';
import { attachFacts } from '../../../src/servers/connection-facts.ts';
import { keepCallHeaders } from '../../../src/servers/grpc/call-facts.ts';
import { echoType } from '../../../src/servers/grpc/echo-types.ts';
import { createSeenOf, type SeenOf, type SurfaceCall } from '../../../src/servers/grpc/seen.ts';
import { factsOfConnection, identity, isSecret } from '../support.ts';

/** A call of grpc-js, as far as `seen` looks into it. */
function callOn(connection: ConnectionFacts, streamId: number, raw: readonly string[]): SurfaceCall {
  const socket = {};
  attachFacts(socket as never, connection);
  const stream = { id: streamId, respond: () => {}, session: { destroyed: false, socket } };
  keepCallHeaders(stream as never, {}, raw);
  const call = { metadata: new Metadata(), getDeadline: () => Date.now() + 1000, call: { stream } };
  return call;
}

function newSeenOf(): SeenOf {
  return createSeenOf({ isSecret, identity });
}

function decoded(bytes: Uint8Array): Partial<Seen> {
  return echoType('Seen').toObject(echoType('Seen').decode(bytes));
}

function firstSeen(seenOf: SeenOf, ...call: Parameters<typeof callOn>): Partial<Seen> {
  return decoded(seenOf(callOn(...call)).at(0));
}

suite('what the server saw', () => {
  const [one, other] = [factsOfConnection(1), factsOfConnection(2, { tls: { version: 'TLSv1.3' } })];

  test('calls with the same header fields on two connections are told apart', () => {
    const seenOf = newSeenOf();
    const raw = [':path', '/a', 'x-id', '7'];
    for (let round = 0; round < 2; round++) {
      for (const [connection, streamId] of [
        [one, 1],
        [other, 1],
        [one, 3],
      ] as const) {
        const seen = firstSeen(seenOf, connection, streamId, raw);
        assert.equal(seen.connectionId, connection.id);
        assert.deepEqual(seen.peer, connection.peer);
        assert.deepEqual(seen.tls, connection.tls);
        assert.equal(seen.streamId, streamId);
        assert.deepEqual(seen.metadata, [
          { name: ':path', value: '/a' },
          { name: 'x-id', value: '7' },
        ]);
      }
    }
  });

  test('calls on one connection with other fields each have their own', () => {
    const seenOf = newSeenOf();
    for (const id of ['7', '8', '7']) {
      const { metadata } = firstSeen(seenOf, one, 1, ['x-id', id, 'cookie', id]);
      assert.deepEqual(metadata, [
        { name: 'x-id', value: id },
        { name: 'cookie', redacted: true },
      ]);
    }
  });

  test('the deadline is that of the call, and left at each reply', () => {
    const seenOf = newSeenOf();
    const seen = seenOf(callOn(one, 1, ['grpc-timeout', '1S']));
    for (const index of [0, 1]) {
      const { deadline } = decoded(seen.at(index));
      assert.equal(deadline?.grpcTimeout, '1S');
      assert.ok(deadline.leftMs > 900 && deadline.leftMs <= 1000, String(deadline.leftMs));
    }
  });

  test('what cannot change within a stream is on its first reply only', () => {
    const seen = newSeenOf()(callOn(one, 1, ['x-id', '7']));
    assert.equal(decoded(seen.at(0)).connectionId, 'c1');
    assert.deepEqual(decoded(seen.at(1)), { messageIndex: 1 });
  });

  test('without a message there is no index', () => {
    const seen = decoded(newSeenOf()(callOn(one, 1, [])).at(undefined));
    const { connectionAgeMs, ...rest } = seen;
    assert.deepEqual(rest, {
      connectionId: 'c1',
      streamId: 1,
      peer: one.peer,
      identity,
      attempt: 1,
      headerListBytes: 0,
    });
  });

  test('tells how old the connection is, and where a PROXY protocol header says that it comes from', () => {
    const address = { address: '192.0.2.1', port: 1 };
    const proxyProtocol = { version: 2, source: address, destination: { address: '192.0.2.2', port: 2 } };
    const connection = factsOfConnection(1, { openedAt: Date.now() - 5_000, proxyProtocol });
    const seen = firstSeen(newSeenOf(), connection, 1, []);
    assert.deepEqual(seen.proxyProtocol, proxyProtocol);
    assert.deepEqual(seen.peer, connection.peer);
    assert.ok(
      (seen.connectionAgeMs ?? 0) >= 5_000 && (seen.connectionAgeMs ?? 0) < 60_000,
      String(seen.connectionAgeMs),
    );
  });

  test('tells who answers, also where the connection is not known', () => {
    const call = { metadata: new Metadata(), getDeadline: () => Number.POSITIVE_INFINITY };
    assert.deepEqual(decoded(newSeenOf()(call).at(0)).identity, identity);
  });
});
