import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { createCallFaults } from '../../../src/servers/faults/call-faults.ts';
import { createReplicaFaults, type ReplicaFaults } from '../../../src/servers/faults/replica-faults.ts';
import { type FakeClock, type FakeTransport, fakeClock, fakeTransport } from '../faults/fake-tools.ts';
import {
  openSession,
  PROTOCOLS,
  type Protocol,
  type RequestToSend,
  type Response,
  type RunningHttpServer,
  send,
  startHttpServer,
} from './support.ts';

for (const protocol of PROTOCOLS) {
  suite(`faults of HTTP requests: ${protocol}`, () => {
    let running: RunningHttpServer;
    let clock: FakeClock;
    let transport: FakeTransport;
    let replica: ReplicaFaults;
    beforeEach(async () => {
      clock = fakeClock();
      transport = fakeTransport();
      replica = createReplicaFaults();
      const faults = createCallFaults({ hostname: 'pod-1', wait: clock.wait, random: () => 0.5, transport, replica });
      running = await startHttpServer({ faults });
    });
    afterEach(() => running.close());

    const sendThis = (toSend: RequestToSend): Promise<Response> => send(running, protocol, toSend);
    const sendFault = (fault: string): Promise<Response> => sendThis({ headers: { 'x-sre-fault': fault } });

    test('status: in the shape of the other errors', async () => {
      const { status, text } = await sendFault('status=503;message=no%20such%20shard');
      assert.equal(status, 503);
      assert.deepEqual(JSON.parse(text), {
        statusCode: 503,
        error: 'Service Unavailable',
        message: 'no such shard',
      });
    });

    test('status: also those without content, and those that nobody has named', async () => {
      for (const code of [204, 304]) {
        const { status, text } = await sendFault(`status=${code}`);
        assert.deepEqual([status, text], [code, '']);
      }
      assert.equal((await sendFault('status=599')).status, 599);
    });

    test('status: a list is drawn from by percent', async () => {
      assert.equal((await sendFault('status=500:49,429:2')).status, 429);
      assert.equal((await sendFault('status=500:49')).status, 200);
    });

    test('as a query parameter, which the endpoint sees too', async () => {
      assert.equal((await sendThis({ path: '/echo?a=1&x-sre-fault=status%3D418' })).status, 418);
      const { text } = await sendThis({ path: '/echo?x-sre-fault=percent%3D50%3Bstatus%3D418' });
      assert.deepEqual(JSON.parse(text).query, [{ name: 'x-sre-fault', value: 'percent=50;status=418' }]);
    });

    test('delay: the request is answered when it is over, with all of its body', async () => {
      const answered = sendThis({
        method: 'POST',
        headers: { 'x-sre-fault': 'delay=20ms' },
        body: 'x'.repeat(200_000),
      });
      await clock.reached(1);
      assert.deepEqual(clock.waiting, [20]);
      assert.equal((await sendThis({})).status, 200);
      clock.pass();
      const { status, text } = await answered;
      assert.equal(status, 200);
      assert.equal(JSON.parse(text).body.length, 200_000);
    });

    test('delay: ends when the client goes away, and nothing happens', async () => {
      const leave = leaver(running, protocol, 'delay=1h;status=503');
      await clock.reached(1);
      const ended = clock.reached(0);
      leave();
      await ended;
      assert.equal((await sendThis({})).status, 200);
    });

    test('keep_open: nothing is answered', async () => {
      let isAnswered = false;
      sendFault('delay=1ms;keep_open').then(
        () => {
          isAnswered = true;
        },
        () => {},
      );
      await clock.reached(1);
      clock.pass();
      assert.equal((await sendThis({})).status, 200);
      assert.equal(isAnswered, false);
    });

    test('until_attempt: as Envoy counts', async () => {
      const attempt = async (count: string) => {
        const headers = { 'x-sre-fault': 'until_attempt=3;status=503', 'x-envoy-attempt-count': count };
        return (await sendThis({ headers })).status;
      };
      assert.deepEqual([await attempt('1'), await attempt('2'), await attempt('3')], [503, 503, 200]);
    });

    const refusals: readonly (readonly [string, RequestToSend, RegExp])[] = [
      ['malformed', { headers: { 'x-sre-fault': 'delay=1s;nope' } }, /"nope" came, expected one of/],
      ['empty', { headers: { 'x-sre-fault': '' } }, /nothing came, expected one of/],
      ['twice', { headers: { 'x-sre-fault': ['fin', 'fin'] } }, /x-sre-fault came 2 times, expected once/],
      [
        'as field and parameter',
        { path: '/echo?x-sre-fault=fin', headers: { 'x-sre-fault': 'fin' } },
        /x-sre-fault came 2 times/,
      ],
      ['of gRPC', { headers: { 'x-sre-fault': 'delay=1s;status=14' } }, /status 14 of gRPC came on an HTTP request/],
      ['of messages', { headers: { 'x-sre-fault': 'truncated_message' } }, /expected on a gRPC call/],
    ];
    for (const [name, toSend, expected] of refusals) {
      test(`what cannot be done is 400, before anything is done: ${name}`, async () => {
        const { status, text } = await sendThis(toSend);
        assert.equal(status, 400);
        assert.match(JSON.parse(text).message, expected);
        assert.deepEqual(clock.waiting, []);
        assert.equal(transport.armed.length, 0);
      });
    }

    test('transport faults are asked for with the ids of connection and stream', async () => {
      await sendFault('tcp_rst@after_headers');
      const [asked] = transport.armed;
      assert.equal(asked?.target.connectionId, 'c1');
      assert.equal(asked?.target.streamId, protocol === 'h2c' ? 1 : undefined);
      assert.deepEqual(asked?.faults, [{ scope: 'STREAM', kind: 'TCP_RST', stage: { at: 'AFTER_HEADERS' } }]);
    });

    test('frames are for HTTP/2', async () => {
      assert.equal((await sendFault('rst_stream@after_headers')).status, protocol === 'h2c' ? 200 : 400);
    });

    test('a fault of the replica is for all requests that bring none, and not for those that cannot have it', async () => {
      replica.set('status=500');
      assert.equal((await sendThis({})).status, 500);
      assert.equal((await sendFault('status=418')).status, 418);
      replica.set('status=UNAVAILABLE');
      assert.equal((await sendThis({})).status, 200);
    });

    test('/healthz and /readyz have none', async () => {
      replica.set('status=500');
      for (const path of ['/healthz', '/readyz', '/readyz?x-sre-fault=status%3D500']) {
        assert.notEqual((await sendThis({ path })).status, 500, path);
      }
      assert.equal((await sendThis({ path: '/nowhere' })).status, 500);
    });
  });
}

/** @returns what makes the client go away */
function leaver(running: RunningHttpServer, protocol: Protocol, fault: string): () => void {
  if (protocol === 'h2c') {
    const session = openSession(running);
    const stream = session.request({ ':path': '/echo', 'x-sre-fault': fault });
    stream.on('error', () => {});
    return () => {
      stream.close(8);
      void once(stream, 'close').then(() => session.close());
    };
  }
  const { path } = running.listeners['http/1.1'];
  const sent = request({ socketPath: path, agent: false, path: '/echo', headers: { 'x-sre-fault': fault } });
  sent.on('error', () => {});
  sent.end();
  return () => sent.destroy();
}
