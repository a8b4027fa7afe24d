import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { createAdminToken } from '../../../src/servers/admin/token.ts';
import { PROTOCOLS } from '../http/support.ts';
import { ask, HOST, type RunningAdminServer, startAdminServer } from './support.ts';

const LIST = '/sre.admin.v1.AdminService/ListServing';

suite('the admin server', () => {
  let running: RunningAdminServer;
  before(async () => {
    running = await startAdminServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`lists its endpoints with lines to copy, as plain text, on ${protocol}`, async () => {
      const { status, headers, text } = await ask(running, protocol, { path: '/' });
      assert.equal(status, 200);
      assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
      assert.match(text, /^PUT \/api\/health$/m);
      assert.ok(text.includes(`curl -X PUT -d 'NOT_SERVING' http://${HOST}/api/health\n`), text);
    });

    test(`answers what is no endpoint with those that there are, on ${protocol}`, async () => {
      for (const [method, path] of [
        ['GET', '/nope'],
        ['POST', '/api/health'],
      ]) {
        const { status, text } = await ask(running, protocol, { method: method ?? '', path: path ?? '' });
        const { message, endpoints } = JSON.parse(text);
        assert.equal(status, 404);
        assert.equal(message, `${method} ${path} came: expected one of the endpoints`);
        assert.ok(endpoints.some((endpoint: { path: string }) => endpoint.path === '/api/health'));
      }
    });

    test(`refuses a body that is larger than any fault, and goes on, on ${protocol}`, async () => {
      const body = 'x'.repeat(64 * 1024 + 1);
      const { status } = await ask(running, protocol, { method: 'PUT', path: '/api/faults', body });
      assert.equal(status, 413);
      assert.equal((await ask(running, protocol, { path: '/api/faults' })).status, 200);
    });

    test(`refuses a page of another site before it does anything, on ${protocol}`, async () => {
      const headers = { origin: 'https://evil.example' };
      const { status, text } = await ask(running, protocol, {
        method: 'PUT',
        path: '/api/health',
        headers,
        body: 'NOT_SERVING',
      });
      assert.equal(status, 403);
      assert.deepEqual(JSON.parse(text), {
        statusCode: 403,
        error: 'Forbidden',
        message: `Origin https://evil.example came: expected http://${HOST}, https://${HOST} or none`,
      });
      assert.equal(running.health.statusOf(''), 'SERVING');
    });
  }

  test('has no gRPC-Web: that lets pages of any origin in', async () => {
    const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const asked = await ask(running, 'http/1.1', { method: 'OPTIONS', path: LIST, headers: preflight });
    assert.equal(asked.status, 403);
    assert.equal(asked.headers['access-control-allow-origin'], undefined);
    const web = { 'content-type': 'application/grpc-web+proto' };
    const call = await ask(running, 'http/1.1', { method: 'POST', path: LIST, headers: web, body: Buffer.alloc(5) });
    assert.equal(call.status, 404);
  });

  test('refuses a host name that somebody else can make resolve to us', async () => {
    const { status } = await ask(running, 'http/1.1', { path: '/api/health', headers: { host: 'evil.example:8090' } });
    assert.equal(status, 403);
    const h2 = await ask(running, 'h2c', { path: '/api/health', headers: { ':authority': 'evil.example:8090' } });
    assert.equal(h2.status, 403);
  });

  test('sends the security headers with every answer', async () => {
    const answers = [
      await ask(running, 'http/1.1', { path: '/api/health' }),
      await ask(running, 'http/1.1', { path: '/nope' }),
      await ask(running, 'h2c', { path: '/', headers: { origin: 'null' } }),
      await ask(running, 'h2c', { method: 'PUT', path: '/api/health', body: 'x' }),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 404, 403, 400],
    );
    for (const { headers } of answers) {
      assert.equal(headers['x-content-type-options'], 'nosniff');
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'");
      assert.equal(headers['access-control-allow-origin'], undefined);
    }
  });
});

suite('the admin server with a token', () => {
  const token = 'correct-horse-battery';
  let running: RunningAdminServer;
  before(async () => {
    running = await startAdminServer({ token: createAdminToken(token), isLoopback: false });
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`RFC 9110 §15.5.2: asks for it with 401, also where there is no endpoint, on ${protocol}`, async () => {
      for (const path of ['/', '/api/health', '/nope']) {
        const { status, headers, text } = await ask(running, protocol, { path });
        assert.equal(status, 401);
        assert.equal(headers['www-authenticate'], 'Basic realm="sre-test-server", Bearer realm="sre-test-server"');
        assert.equal(headers['x-content-type-options'], 'nosniff');
        assert.match(JSON.parse(text).message, /^no token came: expected Authorization: Bearer <token>/);
      }
    });

    test(`does nothing for who brings another one, on ${protocol}`, async () => {
      const headers = { authorization: `Bearer ${token}x` };
      const put = { method: 'PUT', path: '/api/health', headers, body: 'NOT_SERVING' };
      assert.equal((await ask(running, protocol, put)).status, 401);
      assert.equal(running.health.statusOf(''), 'SERVING');
    });

    test(`answers who brings it, under whatever name of this server, on ${protocol}`, async () => {
      const basic = Buffer.from(`me:${token}`).toString('base64');
      for (const authorization of [`Bearer ${token}`, `Basic ${basic}`]) {
        const host = protocol === 'h2c' ? { ':authority': 'debug.example' } : { host: 'debug.example' };
        const { status } = await ask(running, protocol, { path: '/api/health', headers: { ...host, authorization } });
        assert.equal(status, 200);
      }
    });
  }

  test('a handshake of a WebSocket is asked for it as any request is', async () => {
    const headers = { connection: 'upgrade', upgrade: 'websocket', origin: `http://${HOST}` };
    assert.equal((await ask(running, 'http/1.1', { path: '/', headers })).status, 401);
    const crossSite = { ...headers, origin: 'https://evil.example', authorization: `Bearer ${token}` };
    assert.equal((await ask(running, 'http/1.1', { path: '/', headers: crossSite })).status, 403);
  });
});
