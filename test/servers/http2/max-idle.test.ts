import assert from 'node:assert/strict';
import { test } from 'node:test';

import { frames } from '../../support/frames.ts';
import { startGoverned } from './governed.ts';

const NOTICE = 'GOAWAY 2147483647 NO_ERROR max_idle';

test('gRFC A9: a connection without streams is idle from its beginning', async () => {
  const server = await startGoverned({ sessions: { maxIdleMs: 30 } });
  try {
    const peer = server.connect();
    await peer.until(/FIN/);
    assert.deepEqual(peer.lines(/GOAWAY/).slice(0, 2), [NOTICE, 'GOAWAY 0 NO_ERROR']);
  } finally {
    await server.close();
  }
});

test('one with an open stream is not idle, and is from when the last one ends', async () => {
  const maxIdleMs = 30;
  const server = await startGoverned({ sessions: { maxIdleMs } });
  try {
    const peer = server.connect();
    peer.open(1, { endStream: false });
    peer.open(3);
    await peer.until(/HEADERS 3/);
    const witness = server.connect();
    await witness.until(/FIN/);
    assert.deepEqual(peer.lines(/GOAWAY/), [], 'another connection became idle meanwhile, this one did not');
    peer.send(frames.data(1, '', { endStream: true }));
    await peer.until(/FIN/);
    assert.deepEqual(peer.lines(/HEADERS 1|max_idle/), ['HEADERS 1', NOTICE]);
  } finally {
    await server.close();
  }
});

test('a stream that is reset in the packet that opens it does not count for ever', async () => {
  const server = await startGoverned({ sessions: { maxIdleMs: 30 } });
  try {
    const peer = server.connect();
    peer.send(frames.headers(1, '\x82\x86\x84\x01\x01a'), frames.rst(1, 'CANCEL'));
    await peer.until(/FIN/);
    assert.deepEqual(peer.lines(/max_idle/), [NOTICE]);
  } finally {
    await server.close();
  }
});
