import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { allowed } from '../../../src/servers/http/routing.ts';
import { openSession, PROTOCOLS, type RunningHttpServer, send, startHttpServer } from './support.ts';

test('RFC 9110 §9.1: GET serves HEAD too', () => {
  assert.ok(allowed(['GET'], 'HEAD'));
  assert.ok(!allowed(['POST'], 'HEAD'));
  assert.ok(allowed('ANY', 'PROPFIND'));
});

suite('methods', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: RFC 9110 §15.5.6: another method is answered with 405, and Allow says which there are`, async () => {
      const { status, headers, text } = await send(running, protocol, { method: 'DELETE', path: '/bytes/4' });
      assert.equal(status, 405);
      assert.equal(headers.allow, 'GET, HEAD');
      assert.deepEqual(JSON.parse(text), {
        statusCode: 405,
        error: 'Method Not Allowed',
        message: 'DELETE /bytes/4 came: expected GET, HEAD',
      });
      assert.equal((await send(running, protocol, { path: '/upload' })).headers.allow, 'PATCH, POST, PUT');
    });

    test(`${protocol}: RFC 9110 §9.3.2: HEAD has the fields of GET and no content`, async () => {
      for (const path of [
        '/bytes/100000',
        '/range/5',
        '/echo',
        '/status/503',
        '/trailers',
        '/gzip',
        '/',
        '/stream/3',
        '/sse?duration=1h',
      ]) {
        const { status, body } = await send(running, protocol, { method: 'HEAD', path });
        assert.equal(status, path === '/status/503' ? 503 : 200, path);
        assert.equal(body.length, 0, path);
      }
    });
  }

  test('http/1.1: a body that nobody wants is read to its end, and the connection goes on', async () => {
    const client = running.listeners['http/1.1'].connect();
    const body = 'x'.repeat(2_000_000);
    for (const path of ['/status/200', '/stream/1']) {
      client.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    }
    client.end('GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    const text = (await client.toArray()).join('');
    assert.match(text, /^HTTP\/1\.1 200 .*HTTP\/1\.1 405 .*"alive"/s);
  });

  test('h2c: a body that nobody wants is read to its end', async () => {
    const session = openSession(running);
    const stream = session.request({ ':method': 'POST', ':path': '/status/200' });
    const taken = new Promise((resolve) => stream.end(Buffer.alloc(2_000_000), () => resolve(undefined)));
    stream.resume();
    await taken;
    session.close();
  });
});
