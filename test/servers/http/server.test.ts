import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { cancelStream, openStream } from '../raw-http2.ts';
import { openSession, PROTOCOLS, type Protocol, type RunningHttpServer, send, startOnePort } from './support.ts';

const LONG_MS = 60_000;

/** A request whose body is not complete yet: it stays in flight for as long as the test wants. */
const HALF_A_REQUEST = 'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\r\nab';

suite('HTTP server', () => {
  let running: RunningHttpServer;
  beforeEach(async () => {
    running = await startOnePort();
  });
  afterEach(() => running.close());

  async function http1Client(bytes: string | Uint8Array): Promise<Socket> {
    const client = running.listeners['http/1.1'].connect();
    client.on('error', () => {});
    client.write(bytes);
    await once(client, 'connect');
    // What was written is served first.
    await send(running, 'http/1.1', {});
    return client;
  }

  async function closesWithin(drain: Promise<void>, limitMs: number): Promise<void> {
    const before = performance.now();
    await drain;
    assert.ok(performance.now() - before < limitMs);
  }

  suite('drain', () => {
    test('http/1.1: an idle connection closes at once', async () => {
      const client = await http1Client('GET /echo HTTP/1.1\r\nhost: x\r\n\r\n');
      client.resume();
      const ended = once(client, 'end');
      await closesWithin(running.server.drain(LONG_MS), 5_000);
      await ended;
    });

    test('http/1.1: a request in flight is answered with Connection: close, and then the connection closes', async () => {
      const client = await http1Client(HALF_A_REQUEST);
      const drained = running.server.drain(LONG_MS);
      client.write('cd');
      const text = (await client.toArray()).join('');
      assert.match(text, /^HTTP\/1\.1 200 OK\r\n/);
      assert.match(text, /\r\nconnection: close\r\n/i);
      assert.match(text, /"text":"abcd"/);
      await drained;
    });

    test('http/1.1: a request that is not complete after the grace time is cut', async () => {
      const client = await http1Client(HALF_A_REQUEST);
      client.resume();
      const closed = once(client, 'close');
      await running.server.drain(30);
      await closed;
    });

    test('h2c: every connection gets a GOAWAY, and a request in flight is answered', async () => {
      const session = openSession(running);
      const stream = session.request({ ':method': 'POST', ':path': '/echo' });
      stream.write('ab');
      await once(session, 'remoteSettings');
      await send(running, 'h2c', {});
      const goaway = once(session, 'goaway');
      const drained = running.server.drain(LONG_MS);
      assert.equal((await goaway)[0], 0);
      stream.end('cd');
      assert.match((await stream.toArray()).join(''), /"text":"abcd"/);
      await drained;
    });

    test('h2c: a request that is not complete after the grace time is cut', async () => {
      const session = openSession(running);
      const stream = session.request({ ':method': 'POST', ':path': '/echo' });
      stream.on('error', () => {}).write('ab');
      await once(session, 'remoteSettings');
      const [failed] = await Promise.all([once(session, 'error'), running.server.drain(30)]);
      assert.match(String(failed), /error code 8/, 'CANCEL');
    });

    for (const protocol of PROTOCOLS) {
      test(`${protocol}: a connection that comes during it is closed`, async () => {
        await running.server.drain(LONG_MS);
        const late = running.listeners[protocol].connect();
        late.on('error', () => {}).resume();
        await once(late, 'close');
      });
    }
  });

  suite('survives', () => {
    const ECHO = [
      { name: ':method', value: 'POST' },
      { name: ':scheme', value: 'http' },
      { name: ':path', value: '/echo' },
      { name: ':authority', value: 'echo.example' },
    ];
    const GRPC = [...ECHO, { name: 'content-type', value: 'application/grpc' }];
    const WEB = [...ECHO, { name: 'content-type', value: 'application/grpc-web' }];
    const GARBAGE: readonly (readonly [Protocol, string, Buffer])[] = [
      ['h2c', 'bytes that are no HTTP/2', Buffer.alloc(500, 0x16)],
      ['h2c', 'garbage behind a good start', Buffer.concat([openStream(ECHO), Buffer.alloc(99, 7)])],
      ['h2c', 'a request that is cancelled in its packet', Buffer.concat([openStream(ECHO), cancelStream()])],
      ['h2c', 'a gRPC call that is cancelled in its packet', Buffer.concat([openStream(GRPC), cancelStream()])],
      ['h2c', 'a gRPC-Web call that is cancelled in its packet', Buffer.concat([openStream(WEB), cancelStream()])],
      [
        'http/1.1',
        'a gRPC-Web call whose client is gone',
        Buffer.from(
          'POST /a.B/C HTTP/1.1\r\nhost: x\r\ncontent-type: application/grpc-web\r\ncontent-length: 9\r\n\r\nab',
        ),
      ],
      ['http/1.1', 'bytes that are no HTTP', Buffer.alloc(500, 0x16)],
      [
        'http/1.1',
        'garbage behind a good request',
        Buffer.from(`GET /echo HTTP/1.1\r\nhost: x\r\n\r\n${'\0'.repeat(99)}`),
      ],
      ['http/1.1', 'a tunnel that is asked for', Buffer.from('CONNECT x:443 HTTP/1.1\r\nhost: x\r\n\r\n')],
      [
        'http/1.1',
        'an upgrade',
        Buffer.from('GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n'),
      ],
    ];

    for (const [protocol, name, bytes] of GARBAGE) {
      test(`${protocol}: ${name}`, async () => {
        const client = running.listeners[protocol].connect();
        client.on('error', () => {}).resume();
        client.write(bytes);
        assert.equal((await send(running, protocol, {})).status, 200);
        client.destroy();
        assert.equal((await send(running, protocol, {})).status, 200);
      });
    }
  });

  test('a socket that is closed already is no connection', async () => {
    const client = running.listeners.h2c.connect();
    client.destroy();
    await once(client, 'close');
    running.server.accept(client, { ...NOBODY }, 'h2c');
    await closesWithin(running.server.drain(LONG_MS), 5_000);
  });
});

const NOBODY = {
  id: 'c0',
  listener: 'http',
  peer: { address: '', port: 0 },
  local: { address: '', port: 0 },
  openedAt: 0,
} as const;
