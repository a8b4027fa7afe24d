import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/headers', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    test(`${protocol}: tells the fields as they came, without secrets`, async () => {
      const headers = { 'x-a': ['1', '2'], 'x-api-key': 'hush' };
      const { text } = await send(running, protocol, { method: 'POST', path: '/headers', headers, body: 'x' });
      const shown: { name: string; value: string; redacted: boolean }[] = JSON.parse(text).headers;
      assert.deepEqual(
        shown.filter(({ name }) => name.startsWith('x-')),
        [
          { name: 'x-a', value: '1', redacted: false },
          { name: 'x-a', value: '2', redacted: false },
          { name: 'x-api-key', value: '', redacted: true },
        ],
      );
    });
  }
});
