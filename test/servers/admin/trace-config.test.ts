import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { ask, type RunningAdminServer, SETTINGS, startAdminServer } from './support.ts';

suite('/api/trace/config', () => {
  let running: RunningAdminServer;
  beforeEach(async () => {
    running = await startAdminServer();
    running.recording.gateOf('c1', 'grpc');
    running.recording.gateOf('c3', 'grpc');
  });
  afterEach(() => running.close());

  async function put(body: unknown): Promise<{ status: number; json: Record<string, unknown> }> {
    const sent = typeof body === 'string' ? body : JSON.stringify(body);
    const { status, text } = await ask(running, 'http/1.1', { method: 'PUT', path: '/api/trace/config', body: sent });
    return { status, json: JSON.parse(text) };
  }

  test('tells what is recorded', async () => {
    const { status, text } = await ask(running, 'h2c', { path: '/api/trace/config' });
    assert.deepEqual([status, JSON.parse(text)], [200, SETTINGS]);
  });

  test('changes what the body names, and nothing else', async () => {
    const change = { trace: 'paused', payloadBytes: 0, redactHeaders: ['X-Mine'], connections: { c3: true } };
    const expected = { ...SETTINGS, ...change, redactHeaders: ['x-mine'] };
    assert.deepEqual(await put(change), { status: 200, json: expected });
    assert.deepEqual(await put({ sampleOneIn: 10, listenersOff: ['http', 'http'] }), {
      status: 200,
      json: { ...expected, sampleOneIn: 10, listenersOff: ['http'] },
    });
    assert.equal(running.recording.options.isSecret('x-mine'), true);
  });

  test('choices for connections add up, and null takes one back', async () => {
    await put({ connections: { c1: false } });
    await put({ connections: { c3: true } });
    assert.deepEqual(running.recording.settings.connections, { c1: false, c3: true });
    await put({ connections: { c1: null } });
    assert.deepEqual(running.recording.settings.connections, { c3: true });
  });

  const wrong: readonly [body: unknown, status: number, message: RegExp][] = [
    ['', 400, /^the body is no JSON: /],
    ['{"trace": ', 400, /^the body is no JSON: /],
    [[], 400, /^\[\] came: expected an object with any of trace, listenersOff, /],
    [null, 400, /^null came: expected an object/],
    [{ tracing: 'on' }, 400, /^"tracing" came: expected one of trace, /],
    [{ constructor: 1 }, 400, /^"constructor" came: expected one of/],
    [{ trace: true }, 400, /^trace true came: expected on, paused, off$/],
    [{ listenersOff: 'http' }, 400, /^listenersOff "http" came: expected a list$/],
    [{ listenersOff: ['tcp'] }, 400, /^listenersOff "tcp" came: expected grpc, http, admin/],
    [{ sampleOneIn: 0 }, 400, /^sampleOneIn 0 came: expected a whole number from 1 to 1000000$/],
    [{ payloadBytes: 1.5 }, 400, /^payloadBytes 1.5 came: expected a whole number from 0 to 1048576$/],
    [{ payloadBytes: '9' }, 400, /^payloadBytes "9" came: expected a whole number/],
    [{ redactHeaders: ['a b'] }, 400, /^redactHeaders "a b" came: expected names of header fields$/],
    [{ redactHeaders: Array(101).fill('a') }, 400, /^101 redactHeaders came: expected at most 100$/],
    [{ connections: ['c1'] }, 400, /^\["c1"\] came: expected connections as/],
    [{ connections: { c1: 1 } }, 400, /^connections {"c1":1} came: expected/],
    [{ connections: { x: true } }, 400, /^connections {"x":true} came: expected/],
    [{ connections: { c9: true } }, 404, /^connection c9 is not open, or was accepted under trace off$/],
  ];
  for (const [body, status, message] of wrong) {
    test(`refuses ${JSON.stringify(body).slice(0, 40)}, and nothing has changed`, async () => {
      const { settings } = running.recording;
      const also =
        typeof body === 'object' && body !== null && !Array.isArray(body) ? { sampleOneIn: 7, ...body } : body;
      const answer = await put(also);
      assert.equal(answer.status, status);
      assert.match(String(answer.json.message), message);
      assert.equal(running.recording.settings, settings);
    });
  }
});
