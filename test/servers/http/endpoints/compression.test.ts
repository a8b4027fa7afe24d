import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

const DECODERS = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };

suite('RFC 9110 §8.4.1: content codings', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    for (const [path, coding] of [
      ['/gzip', 'gzip'],
      ['/deflate', 'deflate'],
      ['/brotli', 'br'],
    ] as const) {
      test(`${protocol}: ${path}`, async () => {
        const { headers, body } = await send(running, protocol, { path, headers: { cookie: 'hush' } });
        assert.equal(headers['content-encoding'], coding);
        const text = String(DECODERS[coding](body));
        assert.equal(JSON.parse(text).coding, coding);
        assert.doesNotMatch(text, /hush/);
      });
    }
  }
});
