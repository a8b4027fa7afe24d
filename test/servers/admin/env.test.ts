import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { ask, IDENTITY, type RunningAdminServer, startAdminServer } from './support.ts';

suite('/api/env', () => {
  let running: RunningAdminServer;
  before(async () => {
    running = await startAdminServer();
  });
  after(() => running.close());

  test('tells who the replica is and where it runs', async () => {
    const { status, text } = await ask(running, 'http/1.1', { path: '/api/env' });
    const { identity, process: figures, kernel } = JSON.parse(text);
    assert.deepEqual([status, identity], [200, IDENTITY]);
    assert.equal(figures.versions.node, process.versions.node);
    assert.equal(typeof kernel.hostname, 'string');
  });

  test('tells nothing of the environment of the process, nor of its arguments', async () => {
    process.env.SRE_CANARY = 'canary-2b7e';
    const { text } = await ask(running, 'h2c', { path: '/api/env' });
    Reflect.deleteProperty(process.env, 'SRE_CANARY');
    assert.ok(!text.includes('canary-2b7e'));
    for (const told of [process.env.HOME, process.env.PATH, process.argv[1]]) {
      assert.ok(told === undefined || told.length < 3 || !text.includes(told), told);
    }
  });
});
