import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { openSession, PROTOCOLS, type RunningHttpServer, send, startHttpServer } from './support.ts';

const LIMIT = 1_000;

suite('request body', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer({ maxBodyBytes: LIMIT });
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: more than the limit is refused at once where the length is announced`, async () => {
      const headers = { 'content-length': 5_000 };
      const { status, text } = await send(running, protocol, { method: 'POST', headers, body: 'x'.repeat(5_000) });
      assert.equal(status, 413);
      assert.deepEqual(JSON.parse(text), {
        statusCode: 413,
        error: 'Payload Too Large',
        message: 'a body of 5000 bytes came: expected at most 1000 bytes',
      });
    });
  }

  test('more than the limit is refused where no length is announced', async () => {
    const { status, text } = await send(running, 'h2c', { method: 'POST', body: 'x'.repeat(300_000) });
    assert.equal(status, 413);
    assert.equal(JSON.parse(text).message, 'a body of more than 1000 bytes came: expected at most 1000 bytes');
  });

  test('after a refusal the connection serves the next request', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.write(`POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 500000\r\n\r\n${'x'.repeat(500_000)}`);
    client.end('GET /echo HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    const text = (await client.toArray()).join('');
    assert.match(text, /^HTTP\/1\.1 413 .*HTTP\/1\.1 200 OK/s);
  });

  test('a client that leaves off in the middle hurts nobody', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.write('POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\nhalf');
    const session = openSession(running);
    const stream = session.request({ ':method': 'POST', ':path': '/echo' });
    stream.on('error', () => {}).write('half');
    await once(session, 'remoteSettings');
    client.destroy();
    session.destroy();
    assert.equal((await send(running, 'http/1.1', {})).status, 200);
  });
});
