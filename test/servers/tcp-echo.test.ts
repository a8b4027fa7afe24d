import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { createTcpEcho, type EchoServer, type TcpEchoOptions } from '../../src/servers/tcp-echo.ts';

suite('TCP echo', () => {
  const errors: string[] = [];
  let server: EchoServer;
  let port = 0;

  async function start(options: Partial<TcpEchoOptions> = {}): Promise<void> {
    errors.length = 0;
    const onError = ({ message }: Error): void => void errors.push(message);
    server = createTcpEcho({ host: '127.0.0.1', port: 0, onError, ...options });
    ({ port } = await server.listen());
  }

  async function dial(): Promise<Socket> {
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    await once(socket, 'connect');
    return socket;
  }

  afterEach(() => server.stop());

  test('sends back what came, and behind the FIN of the client its own', async () => {
    await start();
    const socket = await dial();
    const sent = randomBytes(1 << 20);
    socket.end(sent);
    assert.ok(sent.equals(await buffer(socket)));
  });

  test('reads no more of a client that does not read than buffers hold, and loses nothing of it', async () => {
    await start();
    const socket = await dial();
    const chunk = Buffer.alloc(1 << 20, 'x');
    let sentBytes = 0;
    socket.pause();
    // More than any buffers of the kernel on the way.
    while (sentBytes < 64 * chunk.length && (await isTaken(socket, chunk))) sentBytes += chunk.length;
    assert.ok(sentBytes < 64 * chunk.length, `${sentBytes} bytes were taken`);
    socket.end();
    assert.equal((await buffer(socket)).length, sentBytes + chunk.length);
  });

  test('closes a connection on which nothing passes', async () => {
    await start({ idleMs: 50 });
    const socket = await dial();
    assert.equal((await buffer(socket)).length, 0);
    socket.destroy();
  });

  test('closes connections past the limit at once, says so, and takes others when one has ended', async () => {
    await start({ maxConnections: 1 });
    const first = await dial();
    const second = await dial();
    assert.equal((await buffer(second)).length, 0);
    assert.deepEqual(errors, ['TCP echo: 1 are open already']);
    first.end();
    await buffer(first);
    const third = await dial();
    third.end('hello');
    assert.equal(String(await buffer(third)), 'hello');
  });

  test('survives a client that resets its connection', async () => {
    await start();
    const socket = await dial();
    socket.write(Buffer.alloc(1 << 20));
    socket.resetAndDestroy();
    const other = await dial();
    other.end('hello');
    assert.equal(String(await buffer(other)), 'hello');
  });

  test('a stop waits for no client', async () => {
    await start();
    const sockets = [await dial(), await dial()];
    await server.stop();
    await Promise.all(sockets.map((socket) => buffer(socket)));
    await assert.rejects(dial(), { code: 'ECONNREFUSED' });
    for (const socket of sockets) socket.destroy();
  });

  test('a port that is taken', async () => {
    await start();
    const second = createTcpEcho({ host: '127.0.0.1', port, onError: assert.fail });
    await assert.rejects(second.listen(), { code: 'EADDRINUSE' });
  });
});

/** @returns whether the kernel took the chunk within a time that is long for it */
async function isTaken(socket: Socket, chunk: Buffer): Promise<boolean> {
  if (socket.write(chunk)) return true;
  return await Promise.race([once(socket, 'drain').then(() => true), sleep(500, false)]);
}
