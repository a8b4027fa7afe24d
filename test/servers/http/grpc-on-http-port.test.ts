import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { Client, credentials, status } from '@grpc/grpc-js';

import { ECHO_SERVICE } from '../../../src/servers/grpc/protos.ts';
import { methodOf } from '../support.ts';
import { openSession, type RunningHttpServer, send, startHttpServer } from './support.ts';

const PATH = `/${ECHO_SERVICE}/Echo`;

suite('gRPC on the HTTP port', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer({ grpcAt: 'echo.example:50051' });
  });
  after(() => running.close());

  test('a gRPC client gets UNIMPLEMENTED, and where gRPC is', async () => {
    const { requestSerialize, responseDeserialize } = methodOf(ECHO_SERVICE, 'Echo');
    const client = new Client(`unix:${running.listeners.h2c.path}`, credentials.createInsecure());
    const failure = new Promise((_, reject) => {
      client.makeUnaryRequest(PATH, requestSerialize, responseDeserialize, {}, (error) => reject(error));
    });
    await assert.rejects(failure, {
      code: status.UNIMPLEMENTED,
      details: 'this port serves HTTP; gRPC is on echo.example:50051',
    });
    client.close();
  });

  test('gRPC PROTOCOL-HTTP2, Trailers-Only: one HEADERS frame ends the stream', async () => {
    const session = openSession(running);
    const stream = session.request({ ':method': 'POST', ':path': PATH, 'content-type': 'application/grpc+proto' });
    const [headers, flags] = await once(stream, 'response');
    session.close();
    assert.equal(headers[':status'], 200);
    assert.equal(headers['content-type'], 'application/grpc');
    assert.equal(headers['grpc-status'], '12');
    const END_STREAM = 0x1;
    assert.equal(flags & END_STREAM, END_STREAM);
  });

  test('over HTTP/1.1 the answer is 415 in words', async () => {
    const headers = { 'content-type': 'application/grpc' };
    const response = await send(running, 'http/1.1', { method: 'POST', path: PATH, headers });
    assert.equal(response.status, 415);
    assert.equal(
      response.text,
      'This is gRPC over HTTP/1.1: gRPC needs HTTP/2, and is served on echo.example:50051.\n',
    );
  });

  test('gRPC-Web is another protocol, and is not concerned', async () => {
    const headers = { 'content-type': 'application/grpc-web+proto' };
    assert.equal((await send(running, 'http/1.1', { method: 'POST', headers })).status, 200);
  });
});
