import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { openSession, PROTOCOLS, type RunningHttpServer, send, startHttpServer } from '../support.ts';

suite('/stream/{n}, /jsonl and /sse', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  for (const protocol of PROTOCOLS) {
    for (const path of ['/stream/600', '/jsonl?count=600&duration=20ms&delay=5ms']) {
      test(`${protocol}: ${path}: each line is JSON with its index`, async () => {
        const { headers, text } = await send(running, protocol, { path });
        assert.equal(headers['content-type'], 'application/jsonl');
        const lines = text.trimEnd().split('\n');
        assert.deepEqual(
          lines.map((line) => JSON.parse(line).index),
          Array.from({ length: 600 }, (_, index) => index),
        );
        assert.equal(JSON.parse(lines[0] ?? '').hostname, 'here');
      });
    }

    test(`${protocol}: /sse: events have a type, an id, and data in one line`, async () => {
      const { headers, text } = await send(running, protocol, { path: '/sse?count=3&duration=10ms' });
      assert.equal(headers['content-type'], 'text/event-stream');
      assert.equal(headers['cache-control'], 'no-store');
      assert.match(text, /^(event: ping\nid: \d\ndata: \{.*\}\n\n){3}$/);
    });
  }

  test('an event is sent when it is due', async () => {
    const session = openSession(running);
    const pieces = await session.request({ ':path': '/sse?count=3&duration=60ms' }).toArray();
    session.close();
    assert.equal(pieces.length, 3);
  });
});
