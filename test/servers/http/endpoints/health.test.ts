import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/healthz and /readyz', () => {
  let ready = true;
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer({ isReady: () => ready });
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: /readyz follows whether traffic should come, /healthz does not`, async () => {
      for (const [isReady, status] of [
        [true, 200],
        [false, 503],
        [true, 200],
      ] as const) {
        ready = isReady;
        assert.equal((await send(running, protocol, { path: '/readyz' })).status, status);
        assert.equal((await send(running, protocol, { path: '/healthz' })).status, 200);
      }
    });
  }
});
