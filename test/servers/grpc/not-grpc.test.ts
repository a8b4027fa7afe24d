import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type ClientHttp2Session, connect, type OutgoingHttpHeaders } from 'node:http2';
import { text } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';

import { type RunningGrpcServer, startGrpcServer } from '../support.ts';

suite('HTTP/2 on the gRPC port', () => {
  let running: RunningGrpcServer;
  let session: ClientHttp2Session;
  before(async () => {
    running = await startGrpcServer();
    session = connect('http://x', { createConnection: () => running.listener.connect() });
  });
  after(async () => {
    session.destroy();
    await running.close();
  });

  async function send(headers: OutgoingHttpHeaders, body = '') {
    const stream = session.request(headers, { endStream: false });
    const response = once(stream, 'response');
    stream.end(body);
    const [received] = await response;
    return { headers: received, body: await text(stream) };
  }

  test('a request that is no gRPC is told so, and where to go', async () => {
    const { headers, body } = await send({ ':path': '/' });
    assert.equal(headers[':status'], 415);
    assert.equal(headers.accept, 'application/grpc');
    assert.equal(
      body,
      'This port speaks gRPC, and this is an HTTP/2 request without content-type.\n' +
        'HTTP is served on localhost:8080.\n' +
        'gRPC by hand: grpcurl -plaintext 203.0.113.1:50051 list\n',
    );
  });

  test('its content type is named', async () => {
    const { body } = await send({ ':method': 'POST', ':path': '/', 'content-type': 'application/json' }, '{}');
    assert.match(body, /an HTTP\/2 request of application\/json\.\n/);
  });

  test('gRPC-Web is no gRPC, as grpc-go sees it too', async () => {
    const { headers, body } = await send({
      ':method': 'POST',
      ':path': '/',
      'content-type': 'application/grpc-web+proto',
    });
    assert.equal(headers[':status'], 415);
    assert.match(body, /an HTTP\/2 request of application\/grpc-web\+proto\.\nHTTP is served on localhost:8080\.\n/);
  });

  test('RFC 9110 §9.3.2: the answer to HEAD has no content', async () => {
    const { headers, body } = await send({ ':method': 'HEAD', ':path': '/' });
    assert.deepEqual([headers[':status'], body], [415, '']);
  });

  test('a body that goes on after the answer takes no memory and does no harm', async () => {
    const stream = session.request({ ':method': 'POST', ':path': '/' }, { endStream: false });
    for (let n = 0; n < 100; n++) stream.write(Buffer.alloc(16_384));
    stream.end();
    assert.match(await text(stream), /This port speaks gRPC/);
    assert.equal((await send({ ':path': '/' })).headers[':status'], 415);
  });

  test('a client that is gone before the answer does no harm', async () => {
    const stream = session.request({ ':path': '/' });
    stream.close();
    await once(stream, 'close');
    assert.equal((await send({ ':path': '/' })).headers[':status'], 415);
  });

  test('gRPC on the same connection is served', async () => {
    const { headers } = await send({
      ':method': 'POST',
      ':path': '/no/method',
      'content-type': 'application/grpc+proto',
    });
    assert.equal(headers['grpc-status'], '12');
  });
});
