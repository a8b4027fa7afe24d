import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { openSession, PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/drip', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: has the length, the status and the duration that were asked for`, async () => {
      const before = performance.now();
      const path = '/drip?duration=50ms&numbytes=7&delay=20ms&code=503';
      const { status, headers, text } = await send(running, protocol, { path });
      assert.ok(performance.now() - before > 67);
      assert.equal(status, 503);
      assert.equal(headers['content-length'], '7');
      assert.equal(text, '*******');
    });

    test(`${protocol}: the most bytes at once`, async () => {
      const { body } = await send(running, protocol, { path: '/drip?duration=0&numbytes=1000000' });
      assert.equal(body.length, 1_000_000);
    });
  }

  test('comes in pieces', async () => {
    const session = openSession(running);
    const pieces = await session.request({ ':path': '/drip?duration=60ms&numbytes=3' }).toArray();
    session.close();
    assert.equal(pieces.length, 3);
  });
});
