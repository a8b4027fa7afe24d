import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { ask, type RunningAdminServer, startAdminServer } from './support.ts';

suite('/api/faults', () => {
  let running: RunningAdminServer;
  beforeEach(async () => {
    running = await startAdminServer();
  });
  afterEach(() => running.close());

  async function fault(method: string, body?: string): Promise<{ status: number; json: unknown }> {
    const toSend = { method, path: '/api/faults', ...(body === undefined ? {} : { body }) };
    const { status, text } = await ask(running, 'http/1.1', toSend);
    return { status, json: JSON.parse(text) };
  }

  test('none, then that which was set as text or JSON, then none', async () => {
    assert.deepEqual(await fault('GET'), { status: 200, json: { fault: null } });
    assert.deepEqual(await fault('PUT', 'delay=5ms'), { status: 200, json: { fault: 'delay=5ms' } });
    assert.deepEqual(await fault('PUT', '{"fault": "status=13"}'), { status: 200, json: { fault: 'status=13' } });
    assert.deepEqual(await fault('GET'), { status: 200, json: { fault: 'status=13' } });
    assert.deepEqual(await fault('DELETE'), { status: 200, json: { fault: null } });
    assert.equal(running.faults.text, undefined);
  });

  test('one that is refused is answered with why, and the one before stays', async () => {
    await fault('PUT', 'delay=5ms');
    const { status, json } = await fault('PUT', 'nonsense');
    assert.equal(status, 400);
    assert.match(JSON.stringify(json), /"statusCode":400,.*nonsense.* came, expected one of hostname, /);
    assert.equal((await fault('PUT', '')).status, 400);
    assert.equal(running.faults.text, 'delay=5ms');
  });
});
