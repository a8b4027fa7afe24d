import assert from 'node:assert/strict';
import { once } from 'node:events';
import { constants } from 'node:http2';
import { after, before, suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { openSession, PROTOCOLS, type Protocol, type RunningHttpServer, send, startHttpServer } from './support.ts';

/** Sends a request, and leaves when the server has seen it. */
async function leave(running: RunningHttpServer, protocol: Protocol, path: string): Promise<void> {
  if (protocol === 'h2c') {
    const session = openSession(running);
    const stream = session.request({ ':path': path }).on('error', () => {});
    await once(session, 'remoteSettings');
    await send(running, 'h2c', { path: '/healthz' });
    assert.equal(timers(), 1, 'the work has begun');
    stream.close(constants.NGHTTP2_CANCEL);
    session.close();
    return;
  }
  const client = running.listeners['http/1.1'].connect();
  client.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
  await send(running, 'http/1.1', { path: '/healthz' });
  assert.equal(timers(), 1, 'the work has begun');
  client.destroy();
}

/** Of an hour: other timers of Node are shorter, but not told apart. */
let others = 0;
function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length - others;
}

suite('a client that leaves ends the work for it', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
    await send(running, 'http/1.1', { path: '/healthz' });
    others = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    for (const path of ['/delay/1h', '/drip?duration=1h', '/drip?delay=1h', '/sse?duration=1h', '/jsonl?delay=1h']) {
      test(`${protocol}: ${path}`, async () => {
        await leave(running, protocol, path);
        const deadline = Date.now() + 5_000;
        while (timers() > 0) {
          assert.ok(Date.now() < deadline, 'a timer is still there');
          await sleep(5);
        }
      });
    }
  }
});
