import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

const IDENTITY = { hostname: 'echo-7d9f', pod: 'echo-7d9f', namespace: 'default', node: 'n1', version: '1.2.3' };

suite('who answers', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer({ identity: IDENTITY });
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: /hostname and /version`, async () => {
      assert.deepEqual(JSON.parse((await send(running, protocol, { path: '/hostname' })).text), IDENTITY);
      assert.deepEqual(JSON.parse((await send(running, protocol, { path: '/version' })).text), { version: '1.2.3' });
    });
  }
});
