import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { redactNothing } from '../../../../src/redaction.ts';
import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/cookies', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: tells the names of the cookies, and not their values`, async () => {
      const { text } = await send(running, protocol, { path: '/cookies', headers: { cookie: 'a=hush; b=hush=2;c' } });
      assert.deepEqual(JSON.parse(text).cookies, [
        { name: 'a', value: '', redacted: true },
        { name: 'b', value: '', redacted: true },
        { name: 'c', value: '', redacted: true },
      ]);
    });

    test(`${protocol}: RFC 6265 §4.1: sets each that the query names, and deletes`, async () => {
      const set = await send(running, protocol, { path: '/cookies/set?a=1&b=%22' });
      assert.equal(set.status, 400);
      const two = await send(running, protocol, { path: '/cookies/set?a=1&b=2' });
      assert.equal(two.status, 302);
      assert.equal(two.headers.location, '../cookies');
      assert.deepEqual(two.headers['set-cookie'], ['a=1; Path=/', 'b=2; Path=/']);
      const deleted = await send(running, protocol, { path: '/cookies/delete?a' });
      assert.deepEqual(deleted.headers['set-cookie'], ['a=; Path=/; Max-Age=0']);
    });

    test(`${protocol}: RFC 6265 §4.1.1: what is no cookie is refused`, async () => {
      for (const query of ['', 'a=b%3Bc', 'a%20b=1', 'a=%0d%0a', 'a=%C3%BC', '=1']) {
        assert.equal((await send(running, protocol, { path: `/cookies/set?${query}` })).status, 400, query);
      }
    });
  }

  test('--no-redact tells the values', async () => {
    const open = await startHttpServer({ isSecret: redactNothing });
    const { text } = await send(open, 'h2c', { path: '/cookies', headers: { cookie: 'a=b=c' } });
    await open.close();
    assert.deepEqual(JSON.parse(text).cookies, [{ name: 'a', value: 'b=c', redacted: false }]);
  });
});
