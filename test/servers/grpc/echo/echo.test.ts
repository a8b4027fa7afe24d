import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { type CallOptions, Client, credentials, Metadata, type StatusObject, status } from '@grpc/grpc-js';

import type { EchoRequest } from '../../../../src/gen/sre/echo/v1/EchoRequest.ts';
import type { EchoResponse__Output as EchoResponse } from '../../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { ECHO_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { factsOfConnection, identity, methodOf, type RunningGrpcServer, startGrpcServer } from '../../support.ts';

const TLS = { version: 'TLSv1.3', cipher: 'AES', alpn: 'h2', sni: 'echo.example', clientCertificate: 'CN=client' };

suite('EchoService/Echo', () => {
  let running: RunningGrpcServer;
  before(async () => {
    running = await startGrpcServer({ tls: TLS });
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
    assert.deepEqual(first.tls, TLS);
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

  test('tells the number of the request on its connection, whatever methods the others were of', async () => {
    const first = (await echo({})).seen?.requestNumber ?? 0;
    await assert.rejects(echo({ payloadBytes: 2 ** 32 - 1 }));
    assert.equal((await echo({})).seen?.requestNumber, first + 2);
  });

  test('tells the length of the request, the authority, the attempt and who answers', async () => {
    const seen = (await echo({ message: 'abc' })).seen;
    assert.deepEqual(seen?.received, { wireBytes: 5, compressed: false, messageBytes: 5 });
    assert.equal(seen.authority, seen.metadata[0]?.value);
    assert.equal(seen.attempt, 1);
    assert.deepEqual(seen.identity, identity);
  });

  test('tells what became of a request that came compressed', async () => {
    const { path, requestSerialize, responseDeserialize } = methodOf(ECHO_SERVICE, 'Echo');
    const options = { 'grpc.default_compression_algorithm': 2 };
    const client = new Client(running.target, credentials.createInsecure(), options);
    const request = { message: 'x'.repeat(1_000) };
    const { seen } = await new Promise<EchoResponse>((resolve, reject) => {
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, response) =>
        response === undefined ? reject(error) : resolve(response as EchoResponse),
      );
    });
    client.close();
    const { wireBytes, compressed, messageBytes } = seen?.received ?? assert.fail('no received');
    assert.equal(seen?.encoding, 'gzip');
    assert.equal(compressed, true);
    assert.equal(messageBytes, 1_003);
    assert.ok(wireBytes > 0 && wireBytes < 100, String(wireBytes));
  });

  test('sends a payload of the size that was asked for', async () => {
    assert.deepEqual((await echo({ payloadBytes: 100_000 })).payload, Buffer.alloc(100_000));
    assert.equal((await echo({})).payload.length, 0);
  });

  test('sends the response headers and trailers that were asked for', async () => {
    const fields = (prefix: string) => [
      { name: 'x-a', value: `${prefix}1` },
      { name: 'x-a', value: `${prefix}2` },
    ];
    const { headers, end } = await ended({ responseHeaders: fields('h'), responseTrailers: fields('t') });
    assert.equal(end.code, status.OK);
    // Clients of Node get fields of one name together.
    assert.deepEqual(headers?.get('x-a'), ['h1, h2']);
    assert.deepEqual(end.metadata.get('x-a'), ['t1, t2']);
  });

  test('ends with the status that was asked for, its details and the trailers', async () => {
    const { end } = await ended({
      status: { code: 'NOT_FOUND', message: '50% grüß\n', details: [{ type_url: 'a/b.C', value: Buffer.from('d') }] },
      responseTrailers: [{ name: 'x-t', value: '1' }],
    });
    assert.equal(end.code, status.NOT_FOUND);
    assert.equal(end.details, '50% grüß\n');
    assert.deepEqual(end.metadata.get('x-t'), ['1']);
    assert.ok(end.metadata.get('grpc-status-details-bin')[0]?.includes('a/b.C'));
  });

  test('sends headers and trailers of the largest size with the largest status', async () => {
    const most = Array.from({ length: 100 }, (_, n) => ({ name: `x-${n}`.padEnd(24, 'n'), value: 'v'.repeat(270) }));
    const { headers, end } = await ended({
      responseHeaders: most,
      responseTrailers: most,
      status: { code: 'ABORTED', message: 'm'.repeat(8_192), details: [{ type_url: 't', value: Buffer.alloc(4_070) }] },
    });
    assert.equal(end.code, status.ABORTED);
    assert.equal(end.details.length, 8_192);
    for (const { name } of most) {
      assert.equal(headers?.get(name).length, 1);
      assert.equal(end.metadata.get(name).length, 1);
    }
  });

  test('sends nothing of what was asked for where a part of it is refused', async () => {
    const { headers, end } = await ended({
      responseHeaders: [{ name: 'x-a', value: '1' }],
      responseTrailers: [{ name: 'grpc-status', value: '0' }],
    });
    assert.equal(end.code, status.INVALID_ARGUMENT);
    assert.match(end.details, /^response_trailers: "grpc-status" is reserved/);
    assert.deepEqual(headers?.get('x-a') ?? [], []);
    assert.deepEqual(end.metadata.get('x-a'), []);
  });

  test('refuses a request of any length in words that arrive', async () => {
    const long = '\0'.repeat(1_000_000);
    const field = { name: 'x-a', value: '\0'.repeat(30_000) };
    for (const request of [
      { fault: long },
      { responseHeaders: [field] },
      { status: { code: 'ABORTED', message: long } } as const,
    ]) {
      const { end } = await ended(request);
      assert.ok([status.INVALID_ARGUMENT, status.UNIMPLEMENTED].includes(end.code), `${end.code} ${end.details}`);
      assert.match(end.details, /expected/);
    }
  });

  function ended(request: EchoRequest): Promise<{ headers: Metadata | undefined; end: StatusObject }> {
    return new Promise((resolve) => {
      let headers: Metadata | undefined;
      const call = running.echo.Echo(request, () => {});
      call.on('metadata', (metadata) => {
        headers = metadata;
      });
      call.on('status', (end) => resolve({ headers, end }));
    });
  }
});
