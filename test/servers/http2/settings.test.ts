import assert from 'node:assert/strict';
import { test } from 'node:test';

import { startGoverned } from './governed.ts';
import { field } from './raw-peer.ts';

test('what is not asked for is not announced', async () => {
  const server = await startGoverned();
  try {
    const peer = server.connect();
    await peer.until(/SETTINGS ACK/);
    assert.deepEqual(peer.seen, ['SETTINGS 3=1000', 'SETTINGS ACK']);
  } finally {
    await server.close();
  }
});

test('RFC 9113 §6.5.2: each setting is announced, and the window of the connection by WINDOW_UPDATE, §6.9.2', async () => {
  const server = await startGoverned({
    settings: {
      maxConcurrentStreams: 7,
      streamWindow: 1_000_000,
      connectionWindow: 2_000_000,
      headerTable: 0,
      maxHeaderList: 8_192,
    },
  });
  try {
    const peer = server.connect();
    await peer.until(/WINDOW_UPDATE/);
    const [settings = '', ...others] = peer.lines(/SETTINGS \d|WINDOW_UPDATE/);
    assert.deepEqual(settings.replace('SETTINGS ', '').split(',').sort(), ['1=0', '3=7', '4=1000000', '6=8192']);
    assert.deepEqual(others, [`WINDOW_UPDATE 0 +${2_000_000 - 65_535}`]);
  } finally {
    await server.close();
  }
});

test('a header list that is too long costs its stream, with ENHANCE_YOUR_CALM, and not the connection', async () => {
  const server = await startGoverned({ settings: { maxHeaderList: 1_000 } });
  try {
    const peer = server.connect();
    await peer.until(/SETTINGS ACK/);
    peer.open(1, { fields: field('x', 'y'.repeat(1_000)) });
    peer.open(3, { fields: field('x', 'y'.repeat(500)) });
    await peer.until(/HEADERS 3/);
    assert.deepEqual(peer.lines(/RST_STREAM|HEADERS|GOAWAY/), ['RST_STREAM 1 ENHANCE_YOUR_CALM', 'HEADERS 3']);
  } finally {
    await server.close();
  }
});

test('RFC 9113 §5.1.2: a stream too many is refused while the client cannot know, which says that a retry is safe', async () => {
  const server = await startGoverned({ settings: { maxConcurrentStreams: 1 } });
  try {
    const peer = server.connect();
    peer.open(1, { endStream: false });
    peer.open(3);
    await peer.until(/RST_STREAM 3/);
    assert.deepEqual(peer.lines(/RST_STREAM|GOAWAY/), ['RST_STREAM 3 REFUSED_STREAM']);
  } finally {
    await server.close();
  }
});

test('once the client has acknowledged the limit, a stream too many costs the connection', async () => {
  const server = await startGoverned({ settings: { maxConcurrentStreams: 1 } });
  try {
    const peer = server.connect();
    await peer.until(/SETTINGS ACK/);
    peer.open(1, { endStream: false });
    peer.open(3);
    await peer.until(/GOAWAY/);
    assert.deepEqual(peer.lines(/RST_STREAM|GOAWAY/)[0], 'GOAWAY 1 INTERNAL_ERROR');
  } finally {
    await server.close();
  }
});
