import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/dump/request', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer({ maxBodyBytes: 100 });
  });
  after(() => running.close());

  test('http/1.1: the request comes back as it was, byte by byte', async () => {
    const request =
      'POST /dump/request?a=%20 HTTP/1.1\r\nhost: x\r\nX-B: gr\xfc\xdf\r\nx-A: 2\r\nX-B: 3\r\nConnection: close\r\nContent-Length: 3\r\n\r\n\0\xff\n';
    const client = running.listeners['http/1.1'].connect();
    client.end(Buffer.from(request, 'latin1'));
    const answer = Buffer.concat(await client.toArray()).toString('latin1');
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\nx-sre-trace: c1\/0\r\ncontent-type: text\/plain/);
    assert.equal(answer.slice(answer.indexOf('\r\n\r\n') + 4), request);
  });

  test('h2c: the pseudo-header fields are the request line and Host', async () => {
    const headers = { ':authority': 'a.example', 'x-a': '1' };
    const { text } = await send(running, 'h2c', { method: 'PUT', path: '/dump/request', headers, body: 'hi' });
    assert.equal(text, 'PUT /dump/request HTTP/2.0\r\nhost: a.example\r\nx-a: 1\r\n\r\nhi');
  });

  test('tells no secret', async () => {
    const { text } = await send(running, 'http/1.1', { path: '/dump/request', headers: { Authorization: 'hush' } });
    assert.match(text, /\r\nAuthorization: \[redacted\]\r\n/);
  });

  test('a body that is too large is refused', async () => {
    const body = 'x'.repeat(101);
    assert.equal((await send(running, 'h2c', { method: 'POST', path: '/dump/request', body })).status, 413);
  });
});
