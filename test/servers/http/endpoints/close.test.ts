import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { openSession, type RunningHttpServer, startHttpServer } from '../support.ts';

suite('/close', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  test('http/1.1: RFC 9112 §9.6: the answer says close, and the server closes', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.write('GET /close HTTP/1.1\r\nhost: x\r\n\r\n');
    const text = (await client.toArray()).join('');
    assert.match(text, /^HTTP\/1\.1 200 OK\r\nx-sre-trace: c1\/0\r\nconnection: close\r\n.*"closes":true/s);
  });

  test('h2c: RFC 9113 §6.8: a GOAWAY follows the answer, and the connection closes when its last stream has', async () => {
    const session = openSession(running);
    const slow = session.request({ ':path': '/delay/100ms' });
    const closing = session.request({ ':path': '/close' });
    const goaway = once(session, 'goaway');
    assert.equal((await closing.toArray()).join(''), '{"closes":true}');
    assert.equal((await goaway)[0], 0);
    assert.match((await slow.toArray()).join(''), /"delayMs":100/);
    await once(session, 'close');
  });
});
