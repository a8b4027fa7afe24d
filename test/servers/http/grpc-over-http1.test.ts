import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ECHO_SERVICE } from '../../../src/servers/grpc/protos.ts';
import { send, startHttpServer } from './support.ts';

const GRPC = { method: 'POST', path: `/${ECHO_SERVICE}/Echo`, headers: { 'content-type': 'application/grpc' } };

test('gRPC over HTTP/1.1 is answered with 415, and what would work', async () => {
  const running = await startHttpServer({ grpcAt: 'echo.example:50051' });
  const response = await send(running, 'http/1.1', GRPC);
  await running.close();
  assert.equal(response.status, 415);
  assert.equal(
    response.text,
    'This is gRPC over HTTP/1.1: gRPC needs HTTP/2. It is served on echo.example:50051, and here.\n' +
      'gRPC-Web is served here over HTTP/1.1 and HTTP/2.\n' +
      'gRPC by hand: grpcurl -plaintext 203.0.113.1:50051 list\n',
  );
});

test('gRPC over HTTP/1.1 on the gRPC port is told what every HTTP/1.1 request there is told', async () => {
  const running = await startHttpServer({}, { listener: 'grpc' });
  const response = await send(running, 'http/1.1', GRPC);
  await running.close();
  assert.equal(response.status, 426);
});
