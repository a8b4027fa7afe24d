import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/status/{codes}', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: answers with every status that is final`, async () => {
      for (let code = 200; code <= 599; code++) {
        const { status, text } = await send(running, protocol, { path: `/status/${code}` });
        assert.equal(status, code);
        if (![204, 205, 304].includes(code)) assert.equal(JSON.parse(text).statusCode, code);
        else assert.equal(text, '');
      }
    });

    test(`${protocol}: draws one of a long list`, async () => {
      const codes = Array.from({ length: 50 }, (_, n) => `${500 + n}:2`).join(',');
      const { status } = await send(running, protocol, { path: `/status/${codes}` });
      assert.ok(status >= 500 && status < 550, `${status}`);
    });

    test(`${protocol}: RFC 9110 §15: has the fields that a status must have`, async () => {
      const fields = { 401: 'www-authenticate', 405: 'allow', 407: 'proxy-authenticate', 302: 'location' };
      for (const [code, name] of Object.entries(fields)) {
        const { headers } = await send(running, protocol, { method: 'POST', path: `/status/${code}`, body: 'x' });
        assert.notEqual(headers[name], undefined, name);
      }
    });
  }
});
