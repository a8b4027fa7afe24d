import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/delay/{d}', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    for (const [path, milliseconds] of [
      ['/delay/40ms', 40],
      ['/delay/0.04', 40],
      ['/delay/0', 0],
    ] as const) {
      test(`${protocol}: ${path} answers no earlier`, async () => {
        const before = performance.now();
        const { status, text } = await send(running, protocol, { method: 'POST', path, body: 'x' });
        // A timer of Node may be early by less than a millisecond.
        assert.ok(performance.now() - before > milliseconds - 2);
        assert.equal(status, 200);
        assert.equal(JSON.parse(text).delayMs, milliseconds);
      });
    }
  }
});
