import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, beforeEach, suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

import { MAX_MESSAGE_BYTES } from '../../../src/servers/http/web-socket-echo.ts';
import { type RunningHttpServer, send, startHttpServer } from './support.ts';

/** Far longer than the server takes for what it is going to take. */
const PATIENCE_MS = 300;

suite('/websocket/echo', () => {
  let running: RunningHttpServer;
  beforeEach(async () => {
    running = await startHttpServer();
  });
  afterEach(() => running.close());

  async function open(): Promise<WebSocket> {
    const client = new WebSocket(`ws+unix:${running.listeners['http/1.1'].path}:/websocket/echo?x=1`);
    await once(client, 'open');
    return client;
  }

  test('each message comes back, text as text and bytes as bytes', async () => {
    const client = await open();
    for (const message of ['grüß', '', Buffer.from([0xff, 0, 0xfe]), Buffer.alloc(MAX_MESSAGE_BYTES, 1)]) {
      client.send(message);
      const [data, isBinary] = await once(client, 'message');
      assert.equal(isBinary, typeof message !== 'string');
      assert.ok(Buffer.from(message).equals(data));
    }
    client.close();
    await once(client, 'close');
  });

  test('a handshake that asks for a fault is a request as any other: the fault is done, or refused', async () => {
    const path = running.listeners['http/1.1'].path;
    for (const [fault, status] of [
      ['status%3D503', 503],
      ['nonsense', 400],
    ]) {
      const client = new WebSocket(`ws+unix:${path}:/websocket/echo?x-sre-fault=${fault}`);
      const [error] = await once(client, 'error');
      assert.equal(error.message, `Unexpected server response: ${status}`);
    }
  });

  test('RFC 6455 §5.5.2: a ping is answered with its payload', async () => {
    const client = await open();
    client.ping('abc');
    assert.equal(String((await once(client, 'pong'))[0]), 'abc');
    client.terminate();
  });

  test('RFC 6455 §7.4.1: a message that is too large ends it with 1009', async () => {
    const client = await open();
    client.on('error', () => {});
    client.send(Buffer.alloc(MAX_MESSAGE_BYTES + 1));
    assert.equal((await once(client, 'close'))[0], 1009);
  });

  test('RFC 6455 §7.4.1: a drain ends it with 1001, and waits for its end', async () => {
    const client = await open();
    const closed = once(client, 'close');
    const before = performance.now();
    await running.server.drain(60_000);
    assert.ok(performance.now() - before < 5_000);
    assert.equal((await closed)[0], 1001);
  });

  test('a client that never answers the close is cut after the grace time', async () => {
    const client = await open();
    client.pause();
    await running.server.drain(30);
    client.resume();
    await once(client, 'close');
  });

  test('a client that does not read is not read from', async () => {
    const client = await open();
    client.pause();
    let taken = 0;
    const message = Buffer.alloc(100_000);
    const count = 500;
    for (let n = 0; n < count; n++) client.send(message, () => taken++);
    await sleep(PATIENCE_MS);
    assert.ok(taken < count / 2, `${taken} messages were taken`);
    let answered = 0;
    const all = new Promise<void>((resolve) => {
      client.on('message', () => {
        answered++;
        if (answered === count) resolve();
      });
    });
    client.resume();
    await all;
    client.terminate();
  });

  test('a handshake that is none is refused', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.end('GET /websocket/echo HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
    assert.match((await client.toArray()).join(''), /^HTTP\/1\.1 400 /);
  });

  test('a request that asks for no WebSocket is told how, RFC 9110 §15.5.22', async () => {
    const { status, headers } = await send(running, 'http/1.1', { path: '/websocket/echo' });
    assert.equal(status, 426);
    assert.equal(headers.upgrade, 'websocket');
  });

  test('over HTTP/2 the answer is 505 in words', async () => {
    const { status, text } = await send(running, 'h2c', { path: '/websocket/echo' });
    assert.equal(status, 505);
    assert.match(JSON.parse(text).message, /^HTTP\/2 came: expected HTTP\/1\.1/);
  });
});

suite('/websocket/echo on the gRPC port', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer({ httpAt: 'echo.example:8080' }, { listener: 'grpc' });
  });
  after(() => running.close());

  test('is told where HTTP is', async () => {
    const client = new WebSocket(`ws+unix:${running.listeners['http/1.1'].path}:/websocket/echo`);
    const [, response] = await once(client, 'unexpected-response');
    assert.equal(response.statusCode, 426);
    client.on('error', () => {}).terminate();
  });
});
