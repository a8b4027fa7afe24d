import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { afterEach, beforeEach, describe, suite, test } from 'node:test';

import { credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';

import type { EchoResponse__Output as EchoResponse } from '../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { createCallFaults } from '../../../src/servers/faults/call-faults.ts';
import { createReplicaFaults, type ReplicaFaults } from '../../../src/servers/faults/replica-faults.ts';
import { ECHO_SERVICE } from '../../../src/servers/grpc/protos.ts';
import { type FakeClock, type FakeTransport, fakeClock, fakeTransport } from '../faults/fake-tools.ts';
import { type RunningGrpcServer, startGrpcServer } from '../support.ts';

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** How a call ended: "OK" and the message, or its status and the words. */
type Outcome = readonly [keyof typeof status | string, string];

suite('faults of gRPC calls', () => {
  let running: RunningGrpcServer;
  let clock: FakeClock;
  let transport: FakeTransport;
  let replica: ReplicaFaults;
  beforeEach(async () => {
    clock = fakeClock();
    transport = fakeTransport();
    replica = createReplicaFaults();
    const faults = createCallFaults({
      hostname: 'pod-1',
      wait: clock.wait,
      random: () => 0.5,
      transport,
      replica,
    });
    running = await startGrpcServer({}, { faults });
  });
  afterEach(() => running.close());

  function echo(fields: Fields, message = 'hello'): Promise<Outcome> {
    return new Promise((resolve) => {
      running.echo.Echo({ message }, metadataOf(fields), (error, reply) =>
        resolve(error === null ? ['OK', reply?.message ?? ''] : [status[error.code] ?? '', error.details]),
      );
    });
  }

  function check(fields: Fields): Promise<string> {
    return new Promise((resolve, reject) => {
      running.health.Check({}, metadataOf(fields), (error, reply) =>
        error === null ? resolve(String(reply?.status)) : reject(error),
      );
    });
  }

  /** The response of the server, and whether it ended with its header fields. */
  async function rawCall(fields: Fields, path = `/${ECHO_SERVICE}/Echo`) {
    const session = connect('http://x', { createConnection: () => running.listener.connect() });
    const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', ...fields });
    stream.end();
    const [headers, flags] = await once(stream, 'response');
    session.destroy();
    return { headers, isTrailersOnly: (flags & 0x1) === 1 };
  }

  describe('status', () => {
    test('fails the call with its status and message', async () => {
      assert.deepEqual(await echo({ 'x-sre-fault': 'status=UNAVAILABLE' }), [
        'UNAVAILABLE',
        'injected fault: UNAVAILABLE',
      ]);
      assert.deepEqual(await echo({ 'x-sre-fault': 'status=5;message=caf%C3%A9%3B%25' }), ['NOT_FOUND', 'café;%']);
    });

    test('is trailers-only', async () => {
      const { headers, isTrailersOnly } = await rawCall({ 'x-sre-fault': 'status=14;message=%25%0A' });
      assert.equal(isTrailersOnly, true);
      assert.equal(headers[':status'], 200);
      assert.equal(headers['content-type'], 'application/grpc');
      assert.equal(headers['grpc-status'], '14');
      assert.equal(headers['grpc-message'], '%25%0A');
    });

    test('is drawn from a list by percent', async () => {
      assert.equal((await echo({ 'x-sre-fault': 'status=ABORTED:49,NOT_FOUND:2' }))[0], 'NOT_FOUND');
      assert.equal((await echo({ 'x-sre-fault': 'status=ABORTED:49' }))[0], 'OK');
    });

    test('ends streaming calls too, while they send', async () => {
      const call = running.echo.EchoBidiStream(metadataOf({ 'x-sre-fault': 'status=RESOURCE_EXHAUSTED' }));
      call.write({ message: 'one' });
      const [error]: ServiceError[] = await once(call, 'error');
      assert.equal(error?.code, status.RESOURCE_EXHAUSTED);
    });
  });

  describe('delay', () => {
    test('the call is answered when it is over, and not before', async () => {
      const answered = echo({ 'x-sre-fault': 'delay=p50:20ms,p99:200ms' });
      await clock.reached(1);
      assert.deepEqual(clock.waiting, [20]);
      // Another call overtakes it.
      assert.deepEqual(await echo({}, 'overtaking'), ['OK', 'overtaking']);
      assert.deepEqual(clock.waiting, [20]);
      clock.pass();
      assert.deepEqual(await answered, ['OK', 'hello']);
    });

    test('comes before a status', async () => {
      const answered = echo({ 'x-sre-fault': 'status=5;delay=1h' });
      await clock.reached(1);
      assert.deepEqual(clock.waiting, [3_600_000]);
      clock.pass();
      assert.equal((await answered)[0], 'NOT_FOUND');
    });

    test('what the client streams meanwhile is not lost', async () => {
      const call = running.echo.EchoBidiStream(metadataOf({ 'x-sre-fault': 'delay=1s' }));
      for (const message of ['one', 'two', 'three']) call.write({ message });
      call.end();
      await clock.reached(1);
      clock.pass();
      const replies = await call.toArray();
      assert.deepEqual(
        replies.map(({ message }) => message),
        ['one', 'two', 'three'],
      );
    });

    test('ends when the client goes away, and nothing happens', async () => {
      const call = running.echo.EchoBidiStream(metadataOf({ 'x-sre-fault': 'delay=1h;status=5' }));
      const failed = once(call, 'error');
      await clock.reached(1);
      const ended = clock.reached(0);
      call.cancel();
      await ended;
      const [error]: ServiceError[] = await failed;
      assert.equal(error?.code, status.CANCELLED);
      assert.deepEqual(await echo({}, 'after it'), ['OK', 'after it']);
    });

    test('counts for the deadline of the call', async () => {
      await running.close();
      running = await startGrpcServer();
      const reply = await new Promise<EchoResponse | undefined>((resolve, reject) => {
        const metadata = metadataOf({ 'x-sre-fault': 'delay=50ms' });
        running.echo.Echo({ message: '' }, metadata, { deadline: Date.now() + 60_000 }, (error, reply) =>
          error === null ? resolve(reply) : reject(error),
        );
      });
      const { grpcTimeout = '', leftMs = 0 } = reply?.seen?.deadline ?? {};
      assert.match(grpcTimeout, /^\d+m$/);
      assert.ok(leftMs > 0 && leftMs <= Number.parseInt(grpcTimeout, 10) - 49, `${leftMs} of ${grpcTimeout}`);
    });

    test('ends with a drain', async () => {
      const failed = echo({ 'x-sre-fault': 'delay=1h' });
      await clock.reached(1);
      await running.server.drain(20);
      assert.deepEqual(clock.waiting, []);
      assert.equal((await failed)[0], 'CANCELLED');
    });
  });

  test('keep_open: the client must end the call', async () => {
    const call = running.echo.EchoBidiStream(metadataOf({ 'x-sre-fault': 'keep_open' }), {
      deadline: Date.now() + 200,
    });
    call.write({ message: 'x'.repeat(100_000) });
    const [error]: ServiceError[] = await once(call, 'error');
    assert.equal(error?.code, status.DEADLINE_EXCEEDED);
  });

  describe('conditions', () => {
    test('until_attempt=3: an own retry policy gets through at the third attempt', async () => {
      const serviceConfig = {
        loadBalancingConfig: [],
        methodConfig: [
          {
            name: [{}],
            retryPolicy: {
              maxAttempts: 5,
              initialBackoff: '0.001s',
              maxBackoff: '0.001s',
              backoffMultiplier: 1,
              retryableStatusCodes: ['UNAVAILABLE'],
            },
          },
        ],
      };
      const Constructor = running.echo.constructor as new (...args: unknown[]) => typeof running.echo;
      const client = new Constructor(running.target, credentials.createInsecure(), {
        'grpc.service_config': JSON.stringify(serviceConfig),
        'grpc.use_local_subchannel_pool': 1,
      });
      const reply = await new Promise((resolve, reject) => {
        const metadata = metadataOf({ 'x-sre-fault': 'until_attempt=3;status=UNAVAILABLE' });
        client.Echo({ message: 'third' }, metadata, (error, reply) => (error ? reject(error) : resolve(reply)));
      });
      client.close();
      const { seen } = reply as { seen: { metadata: { name: string; value: string }[] } };
      const attempts = seen.metadata.find(({ name }) => name === 'grpc-previous-rpc-attempts');
      assert.equal(attempts?.value, '2');
    });

    test('hostname: only where it is ours', async () => {
      assert.equal((await echo({ 'x-sre-fault': 'hostname=pod-1;status=5' }))[0], 'NOT_FOUND');
      assert.equal((await echo({ 'x-sre-fault': 'hostname=pod-2;status=5' }))[0], 'OK');
    });

    test('percent: only for those that are drawn', async () => {
      assert.equal((await echo({ 'x-sre-fault': 'percent=51;status=5' }))[0], 'NOT_FOUND');
      assert.equal((await echo({ 'x-sre-fault': 'percent=50;status=5' }))[0], 'OK');
    });
  });

  describe('rpc-behavior', () => {
    test('fails with the code', async () => {
      assert.equal((await echo({ 'rpc-behavior': 'error-code-15' }))[0], 'DATA_LOSS');
    });

    test('several fields and several options apply in their order', async () => {
      const answered = echo({ 'rpc-behavior': ['hostname=pod-2 keep-open, sleep-2', 'error-code-14'] });
      await clock.reached(1);
      assert.deepEqual(clock.waiting, [2_000]);
      clock.pass();
      assert.equal((await answered)[0], 'UNAVAILABLE');
    });
  });

  describe('what cannot be done is INVALID_ARGUMENT, before anything is done', () => {
    const cases: readonly (readonly [string, Fields, RegExp])[] = [
      ['malformed', { 'x-sre-fault': 'delay=1s;nope' }, /^fault refused at character 10: "nope" came, expected one of/],
      ['twice', { 'x-sre-fault': ['delay=1s', 'delay=2s'] }, /^x-sre-fault came 2 times, expected once/],
      ['of HTTP', { 'x-sre-fault': 'delay=1s;status=503' }, /^status 503 of HTTP came on a gRPC call/],
      ['malformed rpc-behavior', { 'x-sre-fault': 'delay=1s', 'rpc-behavior': 'nap' }, /^rpc-behavior: .*"nap" came/],
    ];
    for (const [name, fields, expected] of cases) {
      test(name, async () => {
        const [code, details] = await echo(fields);
        assert.equal(code, 'INVALID_ARGUMENT');
        assert.match(details, expected);
        assert.deepEqual(clock.waiting, []);
        assert.equal(transport.armed.length, 0);
      });
    }

    test('by the owner of the bytes', async () => {
      await running.close();
      running = await startGrpcServer({}, { faults: createCallFaults({ transport: fakeTransport('not here') }) });
      assert.deepEqual(await echo({ 'x-sre-fault': 'fin' }), ['INVALID_ARGUMENT', 'not here']);
    });
  });

  test('transport faults are asked for with the ids of connection and stream, before the answer', async () => {
    assert.deepEqual(await echo({ 'x-sre-fault': 'no_trailers' }), ['OK', 'hello']);
    assert.deepEqual(transport.armed, [
      { target: { connectionId: 'c1', streamId: 1 }, faults: [{ scope: 'STREAM', kind: 'NO_TRAILERS' }] },
    ]);
  });

  describe('a fault of the replica', () => {
    test('is for all calls that bring none', async () => {
      replica.set('status=ABORTED');
      assert.equal((await echo({}))[0], 'ABORTED');
      assert.equal((await echo({ 'x-sre-fault': 'status=NOT_FOUND' }))[0], 'NOT_FOUND');
      replica.clear();
      assert.equal((await echo({}))[0], 'OK');
    });

    test('leaves health alone', async () => {
      replica.set('status=ABORTED');
      assert.equal(await check({}), 'SERVING');
    });
  });

  test('health and reflection pass over faults of their own: grpcurl -H sends them to reflection too', async () => {
    assert.equal(await check({ 'x-sre-fault': 'status=ABORTED', 'rpc-behavior': 'nope' }), 'SERVING');
    const path = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
    const { headers } = await rawCall({ 'x-sre-fault': 'status=ABORTED' }, path);
    assert.notEqual(headers['grpc-status'], '10');
  });

  test('a client that resets its stream in the packet that opens it breaks nothing', async () => {
    const session = connect('http://x', { createConnection: () => running.listener.connect() });
    for (const fault of ['delay=1s', 'status=5', 'keep_open', 'nope']) {
      const stream = session.request({
        ':method': 'POST',
        ':path': `/${ECHO_SERVICE}/Echo`,
        'content-type': 'application/grpc',
        'x-sre-fault': fault,
      });
      stream.on('error', () => {});
      stream.close(8);
      await once(stream, 'close');
    }
    session.destroy();
    assert.deepEqual(await echo({}), ['OK', 'hello']);
  });
});

function metadataOf(fields: Fields): Metadata {
  const metadata = new Metadata();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of [values].flat()) metadata.add(name, value as string);
  }
  return metadata;
}
