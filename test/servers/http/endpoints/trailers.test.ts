import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/trailers', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: RFC 9110 §6.5: the fields of the query come behind the body, and Trailer names them before`, async () => {
      const { headers, trailers, text } = await send(running, protocol, { path: '/trailers?X-B=1&x-a=2&X-b=3' });
      assert.equal(headers.trailer, 'x-b, x-a');
      assert.deepEqual({ ...trailers }, { 'x-b': '1, 3', 'x-a': '2' });
      assert.match(text, /x-b/i);
    });

    test(`${protocol}: there is one where none is asked for`, async () => {
      const { trailers } = await send(running, protocol, { path: '/trailers' });
      assert.deepEqual({ ...trailers }, { 'x-trailer': 'sre-test-server' });
    });

    test(`${protocol}: RFC 9110 §6.5.1: fields that cannot be trailers are refused`, async () => {
      for (const query of [
        'content-length=1',
        'Transfer-Encoding=chunked',
        'host=x',
        'set-cookie=a',
        'x y=1',
        'x=%0d%0a',
        '=1',
      ]) {
        const { status, text } = await send(running, protocol, { path: `/trailers?${query.replace(' ', '%20')}` });
        assert.equal(status, 400, query);
        assert.match(JSON.parse(text).message, /^parameter /);
      }
    });
  }

  test('http/1.1: RFC 9112 §7.1.2: they are behind the last chunk', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.end('GET /trailers?x-a=1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    assert.match((await client.toArray()).join(''), /\r\n0\r\nx-a: 1\r\n\r\n$/);
  });

  test('HTTP/1.0 has none', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.end('GET /trailers HTTP/1.0\r\nhost: x\r\n\r\n');
    assert.match((await client.toArray()).join(''), /^HTTP\/1\.1 400 .*HTTP\/1\.0 came, which has no trailers/s);
  });
});
