import assert from 'node:assert/strict';
import { createServer } from 'node:http2';
import { suite, test } from 'node:test';

import { wrapStreamListener } from '../../src/servers/stream-listener.ts';

suite('wrapStreamListener', () => {
  test("takes the place of the listener that Node installs for 'request'", () => {
    const server = createServer().on('request', () => {});
    const [ofNode] = server.listeners('stream');
    const wrapped = wrapStreamListener(
      server,
      (listener) =>
        (...stream) =>
          listener(...stream),
    );
    assert.notEqual(wrapped, ofNode);
    assert.deepEqual(server.listeners('stream'), [wrapped]);
  });

  test('a server with no listener, or with several, is one that it does not know', () => {
    assert.throws(() => wrapStreamListener(createServer(), (listener) => listener), {
      message: '0 listeners for the streams of an http2 server: expected 1',
    });
    const several = createServer()
      .on('stream', () => {})
      .on('request', () => {});
    assert.throws(() => wrapStreamListener(several, (listener) => listener), /^Error: 2 listeners/);
  });
});
