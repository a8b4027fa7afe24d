/** A real client of gRPC-Web, that of Connect, over HTTP/1.1 and HTTP/2. */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { after, before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { createFileRegistry, type DescService, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { type CallOptions, Code, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-node';

import type { EchoRequest } from '../../../src/gen/sre/echo/v1/EchoRequest.ts';
import type { EchoResponse } from '../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { ECHO_SERVICE } from '../../../src/servers/grpc/protos.ts';
import { type RunningOnePort, startOnePort } from '../http/support.ts';

/** EchoService as its generated client would be. */
interface EchoClient {
  echo(request: EchoRequest): Promise<EchoResponse>;
  echoServerStream(request: EchoRequest, options?: CallOptions): AsyncIterable<EchoResponse>;
}

function echoService(): DescService {
  const buf = createRequire(import.meta.url).resolve('@bufbuild/buf/bin/buf');
  const protos = fileURLToPath(new URL('../../../protos', import.meta.url));
  const bytes = execFileSync(process.execPath, [buf, 'build', protos, '--as-file-descriptor-set', '-o', '-']);
  const service = createFileRegistry(fromBinary(FileDescriptorSetSchema, bytes)).getService(ECHO_SERVICE);
  if (service === undefined) throw new Error(`the protos have no ${ECHO_SERVICE}`);
  return service;
}

const TRANSPORTS: readonly (readonly [string, (running: RunningOnePort) => Transport])[] = [
  [
    'HTTP/1.1',
    ({ listeners }) =>
      createGrpcWebTransport({
        baseUrl: 'http://echo.example',
        httpVersion: '1.1',
        nodeOptions: { socketPath: listeners['http/1.1'].path, agent: false },
      }),
  ],
  [
    'HTTP/2',
    ({ listeners }) =>
      createGrpcWebTransport({
        baseUrl: 'http://echo.example',
        httpVersion: '2',
        nodeOptions: { createConnection: () => listeners.h2c.connect() },
      }),
  ],
];

for (const [name, transportOf] of TRANSPORTS) {
  suite(`Connect's client of gRPC-Web over ${name}`, () => {
    let running: RunningOnePort;
    let client: EchoClient;
    before(async () => {
      running = await startOnePort();
      client = createClient(echoService(), transportOf(running)) as unknown as EchoClient;
    });
    after(() => running.close());

    test('a unary call', async () => {
      const reply = await client.echo({ message: 'hello' });
      assert.equal(reply.message, 'hello');
    });

    test('a server stream', async () => {
      const replies: unknown[] = [];
      const stream = client.echoServerStream({ message: 'm', count: 3 });
      for await (const { message } of stream) replies.push(message);
      assert.deepEqual(replies, ['m', 'm', 'm']);
    });

    test('a status without messages', async () => {
      const stream = client.echoServerStream({ count: 1_000_001 });
      await assert.rejects(
        async () => {
          for await (const _ of stream);
        },
        (error) =>
          error instanceof ConnectError &&
          error.code === Code.InvalidArgument &&
          error.rawMessage === 'count 1000001: expected at most 1000000',
      );
    });

    test('a deadline that passes between two messages', async () => {
      const replies: unknown[] = [];
      const stream = client.echoServerStream({ message: 'm', count: 2, intervalMs: 3_600_000 }, { timeoutMs: 300 });
      await assert.rejects(
        async () => {
          for await (const { message } of stream) replies.push(message);
        },
        (error) => error instanceof ConnectError && error.code === Code.DeadlineExceeded,
      );
      assert.deepEqual(replies, ['m']);
    });
  });
}
