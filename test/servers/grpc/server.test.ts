import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { type ServiceError, status } from '@grpc/grpc-js';

import { ECHO_SERVICE, TEST_SERVICE } from '../../../src/servers/grpc/protos.ts';
import { cancelStream, grpcFields, lastMessage, openStream } from '../raw-http2.ts';
import { type RunningGrpcServer, startGrpcServer } from '../support.ts';

const LONG_MS = 60_000;

suite('gRPC server', () => {
  let running: RunningGrpcServer;
  beforeEach(async () => {
    running = await startGrpcServer();
  });
  afterEach(() => running.close());

  async function echoes(message: string): Promise<string> {
    return new Promise((resolve, reject) => {
      running.echo.Echo({ message }, (error, response) =>
        response === undefined ? reject(error) : resolve(response.message),
      );
    });
  }

  suite('drain', () => {
    test('sends GOAWAY with NO_ERROR to every connection', async () => {
      const sessions = [1, 2].map(() => connect('http://x', { createConnection: () => running.listener.connect() }));
      await Promise.all(sessions.map((session) => once(session, 'remoteSettings')));
      const goaways = sessions.map((session) => once(session, 'goaway'));
      await running.server.drain(LONG_MS);
      for (const [code] of await Promise.all(goaways)) assert.equal(code, 0);
    });

    test('lets a call in flight complete, and ends when it has', async () => {
      const call = running.echo.EchoBidiStream();
      call.write({ message: 'before' });
      await once(call, 'data');
      let isDrained = false;
      const drained = running.server.drain(LONG_MS).then(() => {
        isDrained = true;
      });
      call.write({ message: 'during' });
      const [response] = await once(call, 'data');
      assert.equal(response.message, 'during');
      assert.equal(isDrained, false);
      call.end();
      const [end] = await once(call, 'status');
      assert.equal(end.code, status.OK);
      await drained;
    });

    test('cuts a call that is in flight after the grace time', async () => {
      const call = running.echo.EchoBidiStream();
      call.write({ message: 'before' });
      await once(call, 'data');
      const failed = once(call, 'error');
      await running.server.drain(50);
      const [error]: ServiceError[] = await failed;
      assert.ok(error?.code === status.CANCELLED || error?.code === status.UNAVAILABLE, error?.message);
    });

    test('closes a connection that comes during it', async () => {
      await running.server.drain(LONG_MS);
      const late = running.listener.connect();
      late.on('error', () => {}).resume();
      await once(late, 'close');
    });

    test('has nothing to wait for without connections', async () => {
      await running.server.drain(LONG_MS);
    });
  });

  suite('survives', () => {
    const GARBAGE: Readonly<Record<string, Buffer>> = {
      'bytes that are no HTTP/2': Buffer.from('\x16\x03\x01\x02\x00 garbage'.repeat(20), 'latin1'),
      'garbage behind a good start': Buffer.concat([
        openStream(grpcFields(`/${ECHO_SERVICE}/Echo`)),
        Buffer.alloc(99, 7),
      ]),
      'a call that is cancelled in the packet that opens it': Buffer.concat([
        openStream(grpcFields(`/${ECHO_SERVICE}/EchoBidiStream`)),
        cancelStream(),
      ]),
      'a call that compresses, cancelled in the packet that opens it': Buffer.concat([
        openStream(
          grpcFields(`/${TEST_SERVICE}/FullDuplexCall`, [
            { name: 'grpc-encoding', value: 'gzip' },
            { name: 'grpc-accept-encoding', value: 'gzip' },
          ]),
        ),
        cancelStream(),
      ]),
      'a message that is none, where a handler waits for the next one': Buffer.concat([
        openStream(grpcFields(`/${TEST_SERVICE}/FullDuplexCall`)),
        lastMessage(Buffer.from([0xff])),
      ]),
      'an unknown method that is cancelled in the packet that opens it': Buffer.concat([
        openStream(grpcFields('/no.such.Service/Method')),
        cancelStream(),
      ]),
      'no gRPC at all, cancelled in the packet that opens it': Buffer.concat([
        openStream(grpcFields('/', [], 'text/plain')),
        cancelStream(),
      ]),
      'metadata that is none': openStream(
        grpcFields(`/${ECHO_SERVICE}/EchoBidiStream`, [
          { name: 'authorization', value: 'caf\xe9' },
          { name: 'x!y', value: '' },
          { name: 'x-bin', value: '***' },
          { name: 'grpc-timeout', value: '99999999H' },
        ]),
      ),
      'a timeout that is none': openStream(
        grpcFields(`/${ECHO_SERVICE}/Echo`, [{ name: 'grpc-timeout', value: 'soon' }]),
      ),
    };

    for (const [name, bytes] of Object.entries(GARBAGE)) {
      test(name, async () => {
        const client = running.listener.connect();
        client.on('error', () => {}).resume();
        client.write(bytes);
        await echoes('still here');
        client.destroy();
        assert.equal(await echoes('and still'), 'and still');
      });
    }

    test('a client that is gone in the middle of a call', async () => {
      const session = connect('http://x', { createConnection: () => running.listener.connect() });
      const stream = session.request({
        ':method': 'POST',
        ':path': `/${ECHO_SERVICE}/EchoBidiStream`,
        'content-type': 'application/grpc',
      });
      stream.on('error', () => {});
      stream.write(Buffer.from([0, 0, 0, 0, 3, 0x0a, 1, 0x61]));
      await once(stream, 'response');
      session.destroy();
      assert.equal(await echoes('still here'), 'still here');
    });
  });

  for (const [name, messageLimits, expected] of [
    ['receives', { maxReceive: 100 }, /^Received message larger than max \(203 vs 100\)/],
    ['sends', { maxReceive: 1_000, maxSend: 100 }, /^Sent message larger than max \(\d+ vs\. 100\)/],
  ] as const) {
    test(`a message that is larger than it ${name} ends its call with RESOURCE_EXHAUSTED, which says both sizes`, async () => {
      const limited = await startGrpcServer({}, { messageLimits });
      try {
        const error = await new Promise<ServiceError | null>((resolve) => {
          limited.echo.Echo({ message: 'x'.repeat(200) }, resolve);
        });
        assert.equal(error?.code, status.RESOURCE_EXHAUSTED);
        assert.match(error.details, expected);
      } finally {
        await limited.close();
      }
    });
  }

  test('header fields that are no metadata are not printed, secrets among them', async (context) => {
    const printed = context.mock.method(console, 'error', () => {});
    const client = running.listener.connect();
    client.write(
      openStream(grpcFields(`/${ECHO_SERVICE}/EchoBidiStream`, [{ name: 'authorization', value: 'hush \xe9' }])),
    );
    await once(client, 'data');
    await echoes('after it');
    client.destroy();
    assert.equal(printed.mock.callCount(), 0);
  });
});
