import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { describe, test } from 'node:test';
import { asked, http2Peer, httpPeer, tcpPeer } from './asked.ts';

const OK = 'HTTP/1.1 200 OK\r\n';

const ONE_SECOND = ['--timeout-seconds', '1'];

describe('health of an HTTP endpoint', () => {
  test('GET with the path and the query, once, by somebody who says who it is', async (t) => {
    const seen: IncomingMessage[] = [];
    const port = await httpPeer(t, (request, response) => {
      seen.push(request);
      response.end('fine');
    });
    const out = `healthy: http 127.0.0.1:${port} GET /readyz?full=1 200 OK in N ms\n`;
    assert.deepEqual(await asked([`http://127.0.0.1:${port}/readyz?full=1`]), { code: 0, out, err: '' });
    assert.equal(seen.length, 1);
    assert.deepEqual(
      [seen[0]?.method, seen[0]?.url, seen[0]?.headers.host],
      ['GET', '/readyz?full=1', `127.0.0.1:${port}`],
    );
    assert.match(seen[0]?.headers['user-agent'] ?? '', /^sre-test-server-health\/\d/);
  });

  for (const status of [200, 204, 299]) {
    test(`${status} is healthy`, async (t) => {
      const port = await httpPeer(t, (_request, response) => response.writeHead(status).end());
      assert.equal((await asked([`http://127.0.0.1:${port}/`])).code, 0);
    });
  }

  test('503 is not, and its reason is told, made safe to print', async (t) => {
    const port = await httpPeer(t, (_request, response) =>
      response.writeHead(503).end('\ndraining \x1b[31m: 3 calls\nmore'),
    );
    await isNotHealthy(port, '503 Service Unavailable after N ms: it says: draining \\x1b[31m: 3 calls');
  });

  test('404 without a body is not', async (t) => {
    const port = await httpPeer(t, (_request, response) => response.writeHead(404).end());
    await isNotHealthy(port, '404 Not Found after N ms');
  });

  test('a redirect is not followed, and says where it points', async (t) => {
    const seen: string[] = [];
    const port = await httpPeer(t, (request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(302, { location: '/login' }).end();
    });
    await isNotHealthy(
      port,
      '302 Found after N ms: it points to /login, which is not followed: give the target that answers',
    );
    assert.deepEqual(seen, ['/']);
  });

  test('an answer that is longer than kubelet reads counts', async (t) => {
    const port = await httpPeer(t, (_request, response) => {
      const flood = () => {
        while (response.write(Buffer.alloc(16_384)));
      };
      response.on('drain', flood);
      flood();
    });
    assert.equal((await asked([`http://127.0.0.1:${port}/`])).code, 0);
  });

  const CRASHED =
    'closed the connection without an answer after N ms: it stops or has crashed, or wants TLS (https://)';
  const CUT = 'closed the connection in its response after N ms: it was cut off, or has crashed';
  const bare: [string, Parameters<typeof tcpPeer>[1], string][] = [
    ['an end at once', (socket) => socket.end(), CRASHED],
    ['an end when it is asked', (socket) => socket.once('data', () => socket.end()), CRASHED],
    ['a reset at once', (socket) => socket.resetAndDestroy(), CRASHED],
    ['a reset when it is asked', (socket) => socket.once('data', () => socket.resetAndDestroy()), CRASHED],
    ['a body that is cut off', (socket) => socket.resume().end(`${OK}content-length: 9\r\n\r\nhal`), CUT],
    [
      'another protocol',
      (socket) => socket.resume().write('220 mail ESMTP\r\n'),
      'answered with no HTTP/1.1 (HPE_INVALID_CONSTANT) after N ms',
    ],
    [
      'another protocol in the middle',
      (socket) => socket.resume().write(`${OK}transfer-encoding: chunked\r\n\r\nwhat\r\n`),
      'answered with no HTTP/1.1 (HPE_INVALID_CHUNK_SIZE) after N ms',
    ],
    [
      'a TLS alert',
      (socket) => socket.resume().write(Buffer.of(0x15, 3, 3, 0, 2, 2, 10)),
      'answered with no HTTP/1.1 (HPE_INVALID_CONSTANT) after N ms: it wants TLS (https://)',
    ],
  ];
  for (const [name, greet, words] of bare) {
    test(`${name}: not healthy`, async (t) => isNotHealthy(await tcpPeer(t, greet), words));
  }

  test('HTTP/2: not healthy, with the target that may have been meant', async (t) => {
    const port = await http2Peer(t, () => {});
    const words =
      'answered with no HTTP/1.1 (HPE_INVALID_CONSTANT) after N ms: it speaks HTTP/2: if it is a gRPC server, grpc://host:port';
    await isNotHealthy(port, words);
  });

  describe('that does not end', { concurrency: true }, () => {
    test('before its response: not healthy when the time is over', async (t) => {
      const port = await tcpPeer(t, (socket) => socket.resume());
      await isNotHealthy(
        port,
        'timed out after N ms: connected, but the request was not answered: the process hangs, or wants TLS (https://)',
        ONE_SECOND,
      );
    });

    test('in its response: not healthy when the time is over', async (t) => {
      const port = await httpPeer(t, (_request, response) => response.write('half'));
      await isNotHealthy(
        port,
        'timed out after N ms: the response began and did not end: its handler hangs, or what it waits for',
        ONE_SECOND,
      );
    });
  });

  async function isNotHealthy(port: number, words: string, args: readonly string[] = []): Promise<void> {
    const out = `not healthy: http 127.0.0.1:${port} GET / ${words}\n`;
    assert.deepEqual(await asked([`http://127.0.0.1:${port}/`, ...args]), { code: 1, out, err: '' });
  }
});
