import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { PROTOCOLS } from '../http/support.ts';
import { ask, type RunningAdminServer, startAdminServer } from './support.ts';

const ALL_SERVING = { ready: true, services: { '': 'SERVING', 'a.b.C': 'SERVING' } };
const NONE_SERVING = { ready: false, services: { '': 'NOT_SERVING', 'a.b.C': 'NOT_SERVING' } };

suite('/api/health', () => {
  let running: RunningAdminServer;
  beforeEach(async () => {
    running = await startAdminServer();
  });
  afterEach(() => running.close());

  async function put(path: string, body: string, headers = {}): Promise<{ status: number; json: unknown }> {
    const { status, text } = await ask(running, 'http/1.1', { method: 'PUT', path, body, headers });
    return { status, json: JSON.parse(text) };
  }

  for (const protocol of PROTOCOLS) {
    test(`tells and sets the server and all services, on ${protocol}`, async () => {
      const before = await ask(running, protocol, { path: '/api/health' });
      assert.deepEqual([before.status, JSON.parse(before.text)], [200, ALL_SERVING]);
      const set = await ask(running, protocol, {
        method: 'PUT',
        path: '/api/health',
        body: '{"status":"NOT_SERVING"}',
      });
      assert.deepEqual([set.status, JSON.parse(set.text)], [200, NONE_SERVING]);
      assert.equal(running.health.statusOf('a.b.C'), 'NOT_SERVING');
    });
  }

  test('a watcher hears of it before who asked has the answer', async () => {
    const heard: unknown[] = [];
    running.health.watch('a.b.C', { onStatus: (status) => heard.push(status), onShutdown: () => {} });
    await put('/api/health/a.b.C', 'NOT_SERVING');
    assert.deepEqual(heard, ['SERVING', 'NOT_SERVING']);
  });

  test('one service by its name does not change the others, nor whether the server is ready', async () => {
    const { json } = await put('/api/health/a.b.C', 'NOT_SERVING');
    assert.deepEqual(json, { ready: true, services: { '': 'SERVING', 'a.b.C': 'NOT_SERVING' } });
  });

  test('with no name behind the slash, of the server as a whole alone', async () => {
    const { json } = await put('/api/health/', 'NOT_SERVING');
    assert.deepEqual(json, { ready: false, services: { '': 'NOT_SERVING', 'a.b.C': 'SERVING' } });
  });

  test('takes the status as text and as JSON, whatever the content type says', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const body of ['NOT_SERVING', ' NOT_SERVING\n', '{"status":"NOT_SERVING"}', ' {"status": "NOT_SERVING"} ']) {
      for (const headers of [{}, form, { 'content-type': 'text/plain' }]) {
        running.health.setAll('SERVING');
        assert.deepEqual((await put('/api/health', body, headers)).json, NONE_SERVING, body);
      }
    }
  });

  test('an unknown service is answered with 404 and those that there are', async () => {
    const { status, json } = await put('/api/health/a.b.D', 'NOT_SERVING');
    assert.equal(status, 404);
    const message = 'unknown service "a.b.D": expected one of "", "a.b.C"';
    assert.deepEqual(json, { statusCode: 404, error: 'Not Found', message });
  });

  test('the name of a service may be escaped, and long', async () => {
    running.health.set('grüße.v1', 'SERVING');
    assert.equal((await put(`/api/health/${encodeURIComponent('grüße.v1')}`, 'NOT_SERVING')).status, 200);
    const { json } = await put(`/api/health/${'x'.repeat(1_000)}`, 'SERVING');
    assert.match((json as Error).message, /^unknown service "x{200}": expected/);
  });

  test('any other body is refused in words, and nothing changes', async () => {
    const expected = 'expected the status as text, or {"status": "…"}';
    const refusals = {
      '': `no body came: ${expected}`,
      '{"status":1}': `the body "{\\"status\\":1}" came: ${expected}`,
      '{"status":"SERVING","service":"x"}': `the body "{\\"status\\":\\"SERVING\\",\\"service\\":\\"x\\"}" came: ${expected}`,
      '{': `the body "{" came: ${expected}`,
      down: 'status "down" came: expected SERVING or NOT_SERVING',
      UNKNOWN: 'status "UNKNOWN" came: expected SERVING or NOT_SERVING',
    };
    for (const [body, message] of Object.entries(refusals)) {
      const { status, json } = await put('/api/health', body);
      assert.equal(status, 400, body);
      assert.equal((json as Error).message, message);
    }
    const json = { 'content-type': 'application/json' };
    assert.equal((await put('/api/health', 'NOT_SERVING', json)).status, 400);
    assert.equal(running.health.statusOf(''), 'SERVING');
  });

  test('nothing can be set any more when the server stops', async () => {
    running.health.shutdown();
    const { status, json } = await put('/api/health', 'SERVING');
    assert.equal(status, 409);
    assert.equal((json as Error).message, 'the server stops: its health stays NOT_SERVING');
  });
});
