import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { PROTOCOLS, type RunningHttpServer, send, startHttpServer } from './support.ts';

const MAX_BYTES = 1_073_741_824;

/** Path, and what is said of the parameter. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['/bytes/x', `parameter n: 'x' came: expected a whole number from 0 to ${MAX_BYTES}`],
  ['/bytes/-1', `parameter n: '-1' came: expected a whole number from 0 to ${MAX_BYTES}`],
  ['/bytes/1.5', `parameter n: '1.5' came: expected a whole number from 0 to ${MAX_BYTES}`],
  [`/bytes/${MAX_BYTES + 1}`, `parameter n: '${MAX_BYTES + 1}' came: expected a whole number from 0 to ${MAX_BYTES}`],
  ['/bytes/', `parameter n: '' came: expected a whole number from 0 to ${MAX_BYTES}`],
  [
    '/bytes/1?seed=4294967296',
    "parameter seed: '4294967296' came: expected a whole number from 0 to 4294967295 (default 0)",
  ],
  ['/bytes/1?seed=1&seed=2', 'parameter seed: 2 values came: expected a whole number from 0 to 4294967295 (default 0)'],
  ['/bytes/1?seed=', "parameter seed: '' came: expected a whole number from 0 to 4294967295 (default 0)"],
  ['/delay/1h1', "parameter d: '1h1' came: expected a duration from 0s to 1h as 150ms, 2s or 1.5 (seconds)"],
  ['/delay/3601', "parameter d: '3601' came: expected a duration from 0s to 1h as 150ms, 2s or 1.5 (seconds)"],
  ['/unstable?failure_rate=1.01', "parameter failure_rate: '1.01' came: expected a number from 0 to 1 (default 0.5)"],
  ['/redirect/1?code=200', "parameter code: '200' came: expected one of 301, 302, 303, 307, 308 (default 302)"],
  [
    '/drip?code=204',
    "parameter code: '204' came: expected a status code from 200 to 599 but 204, 205 and 304, which have no content (default 200)",
  ],
  ['/drip?numbytes=0', "parameter numbytes: '0' came: expected a whole number from 1 to 1000000 (default 10)"],
  [
    `/bytes/${'9'.repeat(150)}`,
    `parameter n: '${'9'.repeat(100)}…' (150 characters) came: expected a whole number from 0 to ${MAX_BYTES}`,
  ],
];

suite('a parameter that is not what is expected', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    for (const [path, message] of REFUSED) {
      test(`${protocol}: ${path.slice(0, 40)}`, async () => {
        const { status, text } = await send(running, protocol, { path });
        assert.equal(status, 400, text);
        assert.deepEqual(JSON.parse(text), { statusCode: 400, error: 'Bad Request', message });
      });
    }
  }

  test('values at the ends of a range are in it', async () => {
    for (const path of ['/unstable?failure_rate=0', '/delay/0', '/bytes/0', '/bytes/1?seed=4294967295']) {
      assert.equal((await send(running, 'h2c', { path })).status, 200, path);
    }
  });

  test('a parameter that nobody knows means nothing', async () => {
    assert.equal((await send(running, 'h2c', { path: '/bytes/1?_=1' })).status, 200);
  });
});
