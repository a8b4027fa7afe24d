import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { ask, type RunningAdminServer, startAdminServer } from './support.ts';

suite('/metrics', () => {
  let running: RunningAdminServer;
  before(async () => {
    running = await startAdminServer();
  });
  after(() => running.close());

  test('is text, of the kind that was asked for', async () => {
    const headers = { accept: 'application/openmetrics-text' };
    const { status, text, headers: answered } = await ask(running, 'http/1.1', { path: '/metrics', headers });
    assert.deepEqual([status, text], [200, '# application/openmetrics-text\n']);
    assert.equal(answered['content-type'], 'text/plain');
  });
});
