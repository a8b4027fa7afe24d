/** These tests fail when an upgrade of grpc-js moves what call-facts.ts reaches for. */

import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';

import { Metadata, Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';

import { attachFacts } from '../../../src/servers/connection-facts.ts';
import {
  type CallFacts,
  headersFromMetadata,
  keepCallHeaders,
  takeCallFacts,
} from '../../../src/servers/grpc/call-facts.ts';
import { interceptStreams } from '../../../src/servers/grpc/intercept-streams.ts';
import { ECHO_SERVICE, loadProtos, serviceOf } from '../../../src/servers/grpc/protos.ts';
import { type Field, grpcFields, lastMessage, openStream } from '../raw-http2.ts';
import { factsOfConnection, listen } from '../support.ts';

const PATH = `/${ECHO_SERVICE}/Echo`;

/** What takeCallFacts() says within a real call with these request fields. */
async function factsInCall(fields: readonly Field[]): Promise<CallFacts | undefined> {
  const server = new Server();
  const seen = new Promise<CallFacts | undefined>((resolve) => {
    server.addService(serviceOf(loadProtos(), ECHO_SERVICE), {
      Echo(call: ServerUnaryCall<object, object>, reply: sendUnaryData<object>) {
        resolve(takeCallFacts(call));
        reply(null, {});
      },
    });
  });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  interceptStreams(server, (stream, headers, raw) => {
    keepCallHeaders(stream, headers, raw);
    return true;
  });
  const listener = await listen((socket: Socket, n) => {
    attachFacts(socket, factsOfConnection(n));
    injector.injectConnection(socket);
  });
  const client = listener.connect();
  client.write(Buffer.concat([openStream(fields), lastMessage(new Uint8Array())]));
  try {
    return await seen;
  } finally {
    client.destroy();
    server.forceShutdown();
    await listener.close();
  }
}

test('a call through grpc-js has the facts of its connection and the id of its stream', async () => {
  const facts = await factsInCall(grpcFields(PATH));
  assert.equal(facts?.streamId, 1);
  assert.deepEqual(facts.connection, factsOfConnection(1));
});

test('a call through grpc-js has its header fields in wire order, with repeated names apart', async () => {
  const facts = await factsInCall(
    grpcFields(PATH, [
      { name: 'x-b', value: '1' },
      { name: 'x-a', value: '2' },
      { name: 'x-b', value: '3' },
    ]),
  );
  assert.deepEqual(facts?.headers?.raw, [
    ...[':method', 'POST', ':scheme', 'http', ':path', PATH, ':authority', 'echo.example'],
    ...['content-type', 'application/grpc', 'x-b', '1', 'x-a', '2', 'x-b', '3'],
  ]);
});

test('a call through grpc-js names the fields that came never-indexed, RFC 7541 §6.2.3', async () => {
  const facts = await factsInCall(grpcFields(PATH, [{ name: 'x-token', value: 'hush', neverIndexed: true }]));
  assert.deepEqual(facts?.headers?.neverIndexed, ['x-token']);
});

test('an object that is no call of grpc-js has no facts', () => {
  assert.equal(takeCallFacts({}), undefined);
  assert.equal(takeCallFacts({ call: null }), undefined);
  assert.equal(takeCallFacts({ call: { stream: { id: 1 } } }), undefined);
});

test('without the header fields there is the metadata, with repeated names together', () => {
  const metadata = new Metadata();
  metadata.add('x-b', '1');
  metadata.add('x-a', '2');
  metadata.add('x-b', '3');
  assert.deepEqual(headersFromMetadata(metadata), {
    raw: ['x-b', '1', 'x-b', '3', 'x-a', '2'],
    neverIndexed: [],
  });
});
