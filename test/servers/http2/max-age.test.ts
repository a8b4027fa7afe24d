import assert from 'node:assert/strict';
import { test } from 'node:test';

import { jittered } from '../../../src/servers/http2/max-age.ts';
import { startGoverned } from './governed.ts';

test('gRFC A9: the age of a connection is 10 % more or less', () => {
  assert.deepEqual(
    [0, 0.5, 1].map((random) => Math.round(jittered(1_000, random))),
    [900, 1_000, 1_100],
  );
});

test('a connection that has reached its age ends gracefully with "max_age", calls in flight and all', async () => {
  const server = await startGoverned({ sessions: { maxAgeMs: 50 } });
  try {
    const peer = server.connect();
    peer.open(1, { endStream: false });
    await peer.until(/GOAWAY 1 NO_ERROR$/);
    assert.deepEqual(peer.lines(/max_age/), ['GOAWAY 2147483647 NO_ERROR max_age']);
    assert.deepEqual(peer.lines(/FIN|HEADERS/), []);
  } finally {
    await server.close();
  }
});

test('max age grace cuts the calls that are left', async () => {
  const server = await startGoverned({ sessions: { maxAgeMs: 30, maxAgeGraceMs: 20 } });
  try {
    const peer = server.connect();
    peer.open(1, { endStream: false });
    await peer.until(/FIN|ECONNRESET/);
    assert.equal(peer.lines(/GOAWAY/)[0], 'GOAWAY 2147483647 NO_ERROR max_age');
    assert.equal(peer.lines(/GOAWAY/).at(-1), 'GOAWAY 1 CANCEL');
  } finally {
    await server.close();
  }
});
