import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/redirect/{n}', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: n times to a place relative to this one, and then to /echo`, async () => {
      let url = new URL('http://x/redirect/3?code=307');
      for (let n = 0; n < 3; n++) {
        const { status, headers } = await send(running, protocol, { path: url.pathname + url.search });
        assert.equal(status, 307);
        assert.match(headers.location ?? '', /^\.\.?\//);
        url = new URL(headers.location ?? '', url);
      }
      assert.equal(url.pathname, '/echo');
    });
  }

  test('holds below a prefix that a proxy takes off', async () => {
    const { headers } = await send(running, 'h2c', { path: '/redirect/1' });
    assert.equal(new URL(headers.location ?? '', 'http://x/prefix/redirect/1').pathname, '/prefix/echo');
  });
});
