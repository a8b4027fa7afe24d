/** HTTP and gRPC on the streams of one connection. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { buffer } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';

import { type ServiceError, status } from '@grpc/grpc-js';

import type { EchoResponse__Output } from '../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { ECHO_SERVICE } from '../../../src/servers/grpc/protos.ts';
import { echoClient, methodOf } from '../support.ts';
import { openSession, type RunningOnePort, startOnePort } from './support.ts';

suite('gRPC on the HTTP port', () => {
  let running: RunningOnePort;
  let session: ClientHttp2Session;
  before(async () => {
    running = await startOnePort();
    session = openSession(running);
  });
  after(async () => {
    session.destroy();
    await running.close();
  });

  function openCall(method: string, fields: Readonly<Record<string, string>> = {}): ClientHttp2Stream {
    return session.request(
      {
        ':method': 'POST',
        ':path': `/${ECHO_SERVICE}/${method}`,
        'content-type': 'application/grpc',
        te: 'trailers',
        ...fields,
      },
      { endStream: false },
    );
  }

  /** @returns the stream id that the server says it saw, and the status */
  async function finish(call: ClientHttp2Stream, method: string): Promise<readonly [number | undefined, string]> {
    const trailers = once(call, 'trailers');
    const body = await buffer(call);
    const [{ 'grpc-status': grpcStatus }] = await trailers;
    const { seen } = methodOf(ECHO_SERVICE, method).responseDeserialize(firstMessage(body)) as EchoResponse__Output;
    return [seen?.streamId, grpcStatus];
  }

  test('calls and requests of a connection are counted together', async () => {
    const { requestSerialize, responseDeserialize } = methodOf(ECHO_SERVICE, 'Echo');
    const countOfCall = async () => {
      const call = openCall('Echo');
      call.end(message(requestSerialize({})));
      const reply = responseDeserialize(firstMessage(await buffer(call))) as EchoResponse__Output;
      return reply.seen?.requestNumber ?? 0;
    };
    const countOfRequest = async () =>
      JSON.parse(String(await buffer(session.request({ ':path': '/echo' })))).requestOnConnection;
    const first = await countOfCall();
    assert.deepEqual([await countOfRequest(), await countOfCall()], [first + 1, first + 2]);
  });

  test('all four kinds of call and HTTP requests, interleaved on one connection', async () => {
    const { requestSerialize } = methodOf(ECHO_SERVICE, 'Echo');
    const request = message(requestSerialize({ message: 'hello', count: 3 }));
    const methods = ['Echo', 'EchoServerStream', 'EchoClientStream', 'EchoBidiStream'];
    const calls = methods.map((method) => openCall(method));
    const requests = methods.map(() => session.request({ ':path': '/echo', ':method': 'POST' }));
    for (const call of calls) call.write(request.subarray(0, 3));
    for (const http of requests) http.write('ab');
    for (const call of calls) call.end(request.subarray(3));
    for (const http of requests) http.end('cd');

    const seen = await Promise.all(calls.map((call, index) => finish(call, methods[index] ?? '')));
    assert.deepEqual(
      seen,
      calls.map((call) => [call.id, '0']),
    );
    const echoes = await Promise.all(requests.map(async (http) => JSON.parse(String(await buffer(http)))));
    assert.deepEqual(
      echoes.map(({ connectionId, streamId, body }) => [connectionId, streamId, body.text]),
      requests.map((http) => ['c1', http.id, 'abcd']),
    );
  });

  test('a call is told the connection, its stream, and the header fields in wire order', async () => {
    const call = openCall('Echo', { 'x-b': '1', 'x-a': '2', authorization: 'Bearer s3cret' });
    call.end(message(Buffer.alloc(0)));
    const body = await buffer(call);
    const { seen } = methodOf(ECHO_SERVICE, 'Echo').responseDeserialize(firstMessage(body)) as EchoResponse__Output;
    assert.deepEqual([seen?.connectionId, seen?.streamId], ['c1', call.id]);
    assert.deepEqual(
      seen?.metadata.slice(-3).map(({ name, value }) => [name, value]),
      [
        ['x-b', '1'],
        ['x-a', '2'],
        ['authorization', ''],
      ],
    );
  });

  test('content types of gRPC, and those that only begin like one', async () => {
    const EXPECTED = [
      ['application/grpc', 200],
      ['application/grpc+proto', 200],
      ['application/grpcx', 404],
      ['application/json', 404],
    ] as const;
    for (const [type, httpStatus] of EXPECTED) {
      const call = openCall('Echo', { 'content-type': type });
      call.end(message(Buffer.alloc(0)));
      const [headers] = await once(call, 'response');
      call.resume();
      assert.equal(headers[':status'], httpStatus, type);
    }
  });

  test('a method that does not exist is UNIMPLEMENTED', async () => {
    const call = openCall('Nothing');
    const [headers] = await once(call, 'response');
    call.close();
    assert.equal(headers['grpc-status'], String(status.UNIMPLEMENTED));
  });

  test('MAX_CONCURRENT_STREAMS is that of the connection, whatever the streams are', () => {
    assert.equal(session.remoteSettings.maxConcurrentStreams, 1_000);
  });

  test('a large message comes and goes whole', async () => {
    const { requestSerialize, responseDeserialize } = methodOf(ECHO_SERVICE, 'Echo');
    const text = 'x'.repeat(3_000_000);
    const call = openCall('Echo');
    call.end(message(requestSerialize({ message: text })));
    const answer = responseDeserialize(firstMessage(await buffer(call))) as EchoResponse__Output;
    assert.equal(answer.message.length, text.length);
  });
});

suite('drain of the HTTP port', () => {
  test('a gRPC call in flight may end, and is the last on its connection', async () => {
    const running = await startOnePort();
    const client = echoClient(`unix:${running.listeners.h2c.path}`);
    const call = client.EchoBidiStream();
    call.write({ message: 'before' });
    await once(call, 'data');
    const drained = running.server.drain(60_000);
    call.write({ message: 'during' });
    const [reply] = await once(call, 'data');
    assert.equal(reply.message, 'during');
    const ended = once(call, 'status');
    call.end();
    call.resume();
    assert.equal((await ended)[0].code, status.OK);
    await drained;
    client.close();
    await running.close();
  });

  test('a gRPC call that does not end is cut after the grace time', async () => {
    const running = await startOnePort();
    const client = echoClient(`unix:${running.listeners.h2c.path}`);
    const call = client.EchoBidiStream();
    call.write({ message: 'before' });
    await once(call, 'data');
    const failed = once(call, 'error') as Promise<ServiceError[]>;
    await running.server.drain(30);
    // RST_STREAM CANCEL, as on the gRPC port.
    assert.equal((await failed)[0]?.code, status.CANCELLED);
    client.close();
    await running.close();
  });
});

function message(bytes: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([prefix, bytes]);
}

function firstMessage(body: Buffer): Buffer {
  return body.subarray(5, 5 + body.readUInt32BE(1));
}
