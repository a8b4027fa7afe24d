import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from './support.ts';

suite('what is no endpoint', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: an unknown path says what came and what there is`, async () => {
      const { status, text } = await send(running, protocol, { method: 'PATCH', path: '/ehco?x=1' });
      assert.equal(status, 404);
      const { endpoints, ...error } = JSON.parse(text);
      assert.deepEqual(error, {
        statusCode: 404,
        error: 'Not Found',
        message: 'PATCH /ehco?x=1 came: expected one of the endpoints',
      });
      const echo = { path: '/echo', summary: 'what the server saw of the request, as JSON' };
      assert.deepEqual(
        endpoints.find(({ path }: typeof echo) => path === '/echo'),
        echo,
      );
      assert.ok(endpoints.length > 30);
    });

    test(`${protocol}: a path that cannot be decoded is refused`, async () => {
      const { status, text } = await send(running, protocol, { path: '/%zz' });
      assert.equal(status, 400);
      assert.match(JSON.parse(text).message, /%zz/);
    });
  }

  test('h2c: a method that HTTP does not know is refused with 404 and does no harm', async () => {
    const { status } = await send(running, 'h2c', { method: 'FROBNICATE' });
    assert.equal(status, 404);
  });
});
