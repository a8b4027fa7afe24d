import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/unstable', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: fails always with rate 1, and never with rate 0`, async () => {
      for (let n = 0; n < 20; n++) {
        assert.equal((await send(running, protocol, { path: '/unstable?failure_rate=1' })).status, 500);
        assert.equal((await send(running, protocol, { path: '/unstable?failure_rate=0' })).status, 200);
      }
    });
  }
});
