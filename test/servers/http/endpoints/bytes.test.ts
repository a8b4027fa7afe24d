import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:http';
import { after, before, suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { openSession, PROTOCOLS, type Protocol, type RunningHttpServer, send, startHttpServer } from '../support.ts';

const GIBIBYTE = 1024 * 1024 * 1024;

/** Far longer than the server takes to fill the buffers on the way. */
const PATIENCE_MS = 300;

/** Those buffers, of Node on both sides and of the sockets, are some megabytes. */
const MAX_UNREAD_BYTES = 32_000_000;

suite('/bytes/{n} and /stream-bytes/{n}', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: the same seed gives the same bytes, with and without a length`, async () => {
      const one = await send(running, protocol, { path: '/bytes/100001?seed=3' });
      const two = await send(running, protocol, { path: '/stream-bytes/100001?seed=3&chunk_size=777' });
      const other = await send(running, protocol, { path: '/bytes/100001?seed=4' });
      assert.equal(one.headers['content-length'], '100001');
      assert.equal(two.headers['content-length'], undefined);
      assert.equal(one.body.length, 100_001);
      assert.deepEqual(two.body, one.body);
      assert.notDeepEqual(other.body, one.body);
    });

    test(`${protocol}: none are none`, async () => {
      for (const path of ['/bytes/0', '/stream-bytes/0']) {
        const { status, body } = await send(running, protocol, { path });
        assert.equal(status, 200);
        assert.equal(body.length, 0);
      }
    });

    for (const path of [`/bytes/${GIBIBYTE}`, `/stream-bytes/${GIBIBYTE}?chunk_size=1000000`]) {
      test(`${protocol}: a client that does not read ${path} fills no memory`, async () => {
        const before = held();
        const leave = await askUnread(running, protocol, path);
        await sleep(PATIENCE_MS);
        const grown = held() - before;
        leave();
        assert.ok(grown < MAX_UNREAD_BYTES, `${grown} bytes`);
      });
    }
  }

  test('http/1.1: a chunk is as large as was asked for', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.end('GET /stream-bytes/25?chunk_size=10 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    const bytes = Buffer.concat(await client.toArray()).toString('latin1');
    assert.match(bytes, /\r\n\r\na\r\n.{10}\r\na\r\n.{10}\r\n5\r\n.{5}\r\n0\r\n\r\n$/s);
  });
});

function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** @returns what ends it */
async function askUnread(running: RunningHttpServer, protocol: Protocol, path: string): Promise<() => void> {
  if (protocol === 'h2c') {
    const session = openSession(running);
    const stream = session.request({ ':path': path }).on('error', () => {});
    await once(stream, 'response');
    return () => session.destroy();
  }
  const asked = request({ socketPath: running.listeners['http/1.1'].path, path, agent: false }).on('error', () => {});
  asked.end();
  const [response]: IncomingMessage[] = await once(asked, 'response');
  response?.on('error', () => {}).pause();
  return () => asked.destroy();
}
