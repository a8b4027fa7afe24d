import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { type CallOptions, Metadata } from '@grpc/grpc-js';

import type { EchoRequest } from '../../../../src/gen/sre/echo/v1/EchoRequest.ts';
import type { EchoResponse__Output as EchoResponse } from '../../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { factsOfConnection, type RunningGrpcServer, startGrpcServer } from '../../support.ts';

suite('EchoService/Echo', () => {
  let running: RunningGrpcServer;
  before(async () => {
    running = await startGrpcServer({ tls: { version: 'TLSv1.3', sni: 'echo.example' } });
  });
  after(() => running.close());

  function echo(request: EchoRequest, metadata = new Metadata(), options: CallOptions = {}): Promise<EchoResponse> {
    return new Promise((resolve, reject) => {
      running.echo.Echo(request, metadata, options, (error, response) =>
        response === undefined ? reject(error) : resolve(response),
      );
    });
  }

  test('sends the message back', async () => {
    assert.equal((await echo({ message: 'grüß' })).message, 'grüß');
  });

  test('tells the connection, its peer and TLS, the stream and the index', async () => {
    const first = (await echo({})).seen;
    const second = (await echo({})).seen;
    assert.equal(first?.connectionId, 'c1');
    assert.deepEqual(first.peer, factsOfConnection(1).peer);
    assert.equal(first.tls?.sni, 'echo.example');
    assert.equal(first.messageIndex, 0);
    assert.equal(second?.streamId, first.streamId + 2);
  });

  test('tells the metadata in wire order, with the pseudo-header fields', async () => {
    const metadata = new Metadata();
    metadata.add('x-request-id', 'abc');
    metadata.add('x-trace-bin', Buffer.from([1, 2]));
    const fields = (await echo({}, metadata)).seen?.metadata ?? [];
    assert.deepEqual(fields[2], { name: ':path', value: '/sre.echo.v1.EchoService/Echo', redacted: false });
    const own = fields.filter(({ name }) => name.startsWith('x-'));
    assert.deepEqual(own, [
      { name: 'x-request-id', value: 'abc', redacted: false },
      { name: 'x-trace-bin', value: 'AQI=', redacted: false },
    ]);
  });

  test('shows that there is a secret, and not its value', async () => {
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer hush');
    const response = await echo({}, metadata);
    const field = response.seen?.metadata.find(({ name }) => name === 'authorization');
    assert.deepEqual(field, { name: 'authorization', value: '', redacted: true });
    assert.doesNotMatch(JSON.stringify(response), /hush/);
  });

  test('tells the deadline as it came and what is left of it', async () => {
    const deadline = (await echo({}, new Metadata(), { deadline: Date.now() + 5_000 })).seen?.deadline;
    const [, sent] = deadline?.grpcTimeout.match(/^(\d+)m$/) ?? [];
    assert.ok(Number(sent) > 4_000 && Number(sent) <= 5_000, deadline?.grpcTimeout);
    assert.ok(
      deadline !== null && deadline !== undefined && deadline.leftMs <= Number(sent) && deadline.leftMs > 3_000,
    );
  });

  test('tells no deadline where there is none', async () => {
    assert.equal((await echo({})).seen?.deadline, null);
  });
});
