import assert from 'node:assert/strict';
import { test } from 'node:test';

import { frames } from '../../support/frames.ts';
import { startGoverned } from './governed.ts';

const LONG_MS = 60_000;

test('a silent client is asked with a PING, and again as long as it answers', async () => {
  const server = await startGoverned({ sessions: { keepalive: { timeMs: 20, timeoutMs: LONG_MS } } });
  try {
    const peer = server.connect({ answersPings: false });
    for (const count of [1, 2, 3]) {
      while (peer.pings.length < count) await peer.next();
      peer.pong();
    }
    assert.deepEqual(peer.lines(/GOAWAY|FIN/), []);
  } finally {
    await server.close();
  }
});

test('the connection of one that does not answer is ended, and the GOAWAY says why', async () => {
  const server = await startGoverned({ sessions: { keepalive: { timeMs: 20, timeoutMs: 20 } } });
  try {
    const peer = server.connect({ answersPings: false });
    peer.open(1, { endStream: false });
    await peer.until(/FIN|ECONNRESET/);
    const [ping, goaway] = peer.lines(/^PING$|GOAWAY/);
    assert.deepEqual([ping, goaway], ['PING', 'GOAWAY 1 NO_ERROR keepalive_timeout']);
  } finally {
    await server.close();
  }
});

test('gRFC A8: any byte is a sign of life, the ACK or another', async () => {
  const server = await startGoverned({ sessions: { keepalive: { timeMs: 20, timeoutMs: 500 } } });
  try {
    const peer = server.connect({ answersPings: false });
    await peer.until(/^PING$/);
    peer.send(frames.windowUpdate(0, 1));
    while (peer.pings.length < 2) await peer.next();
    assert.deepEqual(peer.lines(/GOAWAY|FIN/), []);
  } finally {
    await server.close();
  }
});
