/** These tests fail when an upgrade of grpc-js moves what intercept-streams.ts reaches for. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:http2';
import type { Socket } from 'node:net';
import { test } from 'node:test';

import { Server, ServerCredentials } from '@grpc/grpc-js';

import { interceptStreams } from '../../../src/servers/grpc/intercept-streams.ts';
import { listen } from '../support.ts';

test('each stream of grpc-js is seen first, with its fields in wire order, and is its own or that of grpc-js', async () => {
  const server = new Server();
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const seen: string[][] = [];
  interceptStreams(server, (stream, headers, raw) => {
    seen.push([...raw.slice(-4)]);
    if (headers['x-own'] === undefined) return true;
    stream.respond({ ':status': 204 }, { endStream: true });
    return false;
  });
  const listener = await listen((socket: Socket) => injector.injectConnection(socket));
  const session = connect('http://x', { createConnection: () => listener.connect() });
  const statusOf = async (fields: { readonly [name: string]: string }) => {
    const [response] = await once(session.request(fields), 'response');
    return [response[':status'], response['grpc-status']];
  };
  try {
    assert.deepEqual(await statusOf({ 'x-a': '1', 'x-own': '2' }), [204, undefined]);
    assert.deepEqual(await statusOf({ 'x-a': '1', 'content-type': 'application/grpc' }), [200, '12']);
    assert.deepEqual(seen, [
      ['x-a', '1', 'x-own', '2'],
      ['x-a', '1', 'content-type', 'application/grpc'],
    ]);
  } finally {
    session.destroy();
    server.forceShutdown();
    await listener.close();
  }
});

test('a server without the one http2 server that is expected is one that has changed', () => {
  const server = new Server();
  assert.throws(() => interceptStreams(server, () => true), { message: '0 http2 servers in grpc-js: expected 1' });
});
