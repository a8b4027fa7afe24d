import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type ServerHttp2Stream } from 'node:http2';
import { Socket } from 'node:net';
import { test } from 'node:test';

import { attachFacts, factsOf, factsOfStream } from '../../src/servers/connection-facts.ts';
import { factsOfConnection, listen } from './support.ts';

test('a socket has the facts that were attached to it, and no others', () => {
  const socket = new Socket();
  assert.equal(factsOf(socket), undefined);
  attachFacts(socket, factsOfConnection(1));
  assert.deepEqual(factsOf(socket), factsOfConnection(1));
  assert.equal(factsOf(new Socket()), undefined);
});

test('and says that its addresses are those of the client, for libraries that ask the socket', () => {
  const socket = new Socket();
  const { peer, local } = factsOfConnection(1);
  attachFacts(socket, { ...factsOfConnection(1), peer, local });
  assert.deepEqual({ address: socket.remoteAddress, port: socket.remotePort }, peer);
  assert.deepEqual({ address: socket.localAddress, port: socket.localPort }, local);
});

test('an HTTP/2 stream has the facts of its connection while that is open', async () => {
  const server = createServer();
  const listener = await listen((socket, n) => {
    attachFacts(socket, factsOfConnection(n));
    server.emit('connection', socket);
  });
  const session = connect('http://echo.example', { createConnection: () => listener.connect() });
  session.request().on('error', () => {});
  const [stream]: ServerHttp2Stream[] = await once(server, 'stream');
  assert.ok(stream !== undefined);
  assert.deepEqual(factsOfStream(stream), factsOfConnection(1));
  const closed = once(stream, 'close');
  stream.session?.destroy();
  await closed;
  assert.equal(factsOfStream(stream), undefined);
  await listener.close();
});
