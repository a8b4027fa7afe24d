import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/upload', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer({ maxBodyBytes: 10 });
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: a body of any size is read, and its length and SHA-256 told`, async () => {
      for (const body of [Buffer.alloc(0), Buffer.alloc(5_000_000, 'abc')]) {
        const { text } = await send(running, protocol, { method: 'PUT', path: '/upload', body });
        const { length, sha256, elapsedMs } = JSON.parse(text);
        assert.equal(length, body.length);
        assert.equal(sha256, createHash('sha256').update(body).digest('hex'));
        assert.ok(elapsedMs >= 0);
      }
    });
  }

  test('http/1.1: a client that leaves off before the end hurts nobody', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.write('POST /upload HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\nhalf');
    await send(running, 'http/1.1', { path: '/healthz' });
    client.destroy();
    assert.equal((await send(running, 'http/1.1', { path: '/healthz' })).status, 200);
  });
});
