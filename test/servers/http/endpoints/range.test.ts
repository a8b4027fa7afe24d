import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

const PATH = '/range/1000';

suite('/range/{n}', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: RFC 9110 §15.3.7: a range is answered with 206 and its place in the whole`, async () => {
      const whole = await send(running, protocol, { path: PATH });
      assert.equal(whole.status, 200);
      assert.equal(whole.headers['accept-ranges'], 'bytes');
      const part = await send(running, protocol, { path: PATH, headers: { range: 'bytes=10-29' } });
      assert.equal(part.status, 206);
      assert.equal(part.headers['content-range'], 'bytes 10-29/1000');
      assert.equal(part.headers['content-length'], '20');
      assert.deepEqual(part.body, whole.body.subarray(10, 30));
    });

    test(`${protocol}: RFC 9110 §15.5.17: one behind the end is answered with 416 and the length`, async () => {
      const { status, headers, text } = await send(running, protocol, {
        path: PATH,
        headers: { range: 'bytes=1000-' },
      });
      assert.equal(status, 416);
      assert.equal(headers['content-range'], 'bytes */1000');
      assert.equal(JSON.parse(text).message, 'Range: bytes=1000- came: expected a part of 1000 bytes');
    });

    test(`${protocol}: RFC 9110 §13.1.5: where If-Range does not match, the whole is the answer`, async () => {
      const headers = { range: 'bytes=0-0', 'if-range': '"another"' };
      assert.equal((await send(running, protocol, { path: PATH, headers })).status, 200);
      const etag = (await send(running, protocol, { path: PATH })).headers.etag ?? '';
      assert.equal(
        (await send(running, protocol, { path: PATH, headers: { ...headers, 'if-range': etag } })).status,
        206,
      );
    });

    test(`${protocol}: RFC 9110 §14.2: only GET knows ranges`, async () => {
      const head = await send(running, protocol, { method: 'HEAD', path: PATH, headers: { range: 'bytes=0-0' } });
      assert.equal(head.status, 200);
    });
  }
});
