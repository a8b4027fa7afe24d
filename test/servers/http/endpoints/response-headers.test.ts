import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/response-headers', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: the answer has the fields of the query, repeated ones too, and tells no secret`, async () => {
      const path = '/response-headers?X-A=1&x-a=2&set-cookie=s%3Dhush&set-cookie=t%3Dhush&cache-control=no-store';
      const { headers, text } = await send(running, protocol, { path });
      assert.equal(headers['x-a'], '1, 2');
      assert.deepEqual(headers['set-cookie'], ['s=hush', 't=hush']);
      assert.equal(headers['cache-control'], 'no-store');
      assert.doesNotMatch(text, /hush/);
      assert.equal(JSON.parse(text).headers.length, 5);
    });

    test(`${protocol}: RFC 9112 §6, RFC 9113 §8.2.2: fields that frame a message are refused`, async () => {
      for (const query of [
        'Content-Length=1',
        'connection=close',
        'transfer-encoding=x',
        'upgrade=h2c',
        'a%0d%0ab=1',
        'a=%00',
        ':status=1',
        'X-SRE-Trace=c1/1',
        'traceresponse=x',
      ]) {
        const { status } = await send(running, protocol, { path: `/response-headers?${query}` });
        assert.equal(status, 400, query);
      }
    });

    test(`${protocol}: a content type of choice makes no page of what was sent`, async () => {
      const path = '/response-headers?content-type=text/html&x-a=%3Cscript%3E';
      const { headers, text } = await send(running, protocol, { path });
      assert.equal(headers['content-type'], 'text/html');
      assert.doesNotMatch(text, /</);
      assert.equal(JSON.parse(text).headers[1].value, '<script>');
    });
  }
});
