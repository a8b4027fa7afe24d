import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, suite, test } from 'node:test';

import { endGracefully } from '../../../src/servers/http2/graceful-end.ts';
import { type GovernedServer, startGoverned } from './governed.ts';
import type { RawPeer } from './raw-peer.ts';

const LONG_MS = 60_000;
const NOTICE = 'GOAWAY 2147483647 NO_ERROR max_age';
const END = { reason: 'max_age', roundTripMs: LONG_MS };

suite('a graceful end', () => {
  let server: GovernedServer;
  afterEach(() => server.close());

  /** A session that has answered stream 1. */
  async function begin(answersPings = true): Promise<RawPeer> {
    const peer = server.connect({ answersPings });
    peer.open(1);
    await peer.until(/HEADERS 1/);
    return peer;
  }

  function session() {
    const latest = server.known.at(-1);
    if (latest === undefined) throw new Error('no session');
    return latest;
  }

  test('RFC 9113 §6.8: GOAWAY, a PING and its ACK, the GOAWAY with the last stream, FIN', async () => {
    server = await startGoverned();
    const peer = await begin();
    endGracefully(session(), END);
    await peer.until(/FIN/);
    const [notice, ping, ...rest] = peer.lines(/GOAWAY|^PING$|FIN/);
    assert.deepEqual([notice, ping, rest[0], rest.at(-1)], [NOTICE, 'PING', 'GOAWAY 1 NO_ERROR', 'FIN']);
  });

  test('the second GOAWAY waits for the round trip, and streams that come before it are served', async () => {
    server = await startGoverned();
    const peer = await begin(false);
    endGracefully(session(), END);
    await peer.until(/PING/);
    for (const streamId of [3, 5, 7]) peer.open(streamId);
    await peer.until(/HEADERS 7/);
    assert.deepEqual(peer.lines(/GOAWAY/), [NOTICE]);
    peer.pong();
    await peer.until(/FIN/);
    assert.equal(peer.lines(/GOAWAY/)[1], 'GOAWAY 7 NO_ERROR');
    assert.equal(peer.lines(/HEADERS/).length, 4);
  });

  test('a client that does not answer PINGs is not waited for longer than the round trip may take', async () => {
    server = await startGoverned();
    const peer = await begin(false);
    endGracefully(session(), { ...END, roundTripMs: 20 });
    await peer.until(/FIN/);
    assert.deepEqual(peer.lines(/GOAWAY/).slice(0, 2), [NOTICE, 'GOAWAY 1 NO_ERROR']);
  });

  test('a stream that is open may end, however long it takes', async () => {
    const finish: (() => void)[] = [];
    server = await startGoverned({
      answer: (stream) => finish.push(() => stream.respond({ ':status': 200 }, { endStream: true })),
    });
    const peer = server.connect();
    peer.open(1);
    await peer.until(/SETTINGS ACK/);
    endGracefully(session(), END);
    await peer.until(/GOAWAY 1 NO_ERROR/);
    assert.deepEqual(peer.lines(/HEADERS|FIN/), []);
    finish[0]?.();
    await peer.until(/FIN/);
    assert.deepEqual(peer.lines(/HEADERS|RST/), ['HEADERS 1']);
  });

  test('gRFC A9: after the grace time what is open is cut', async () => {
    server = await startGoverned({ answer: () => {} });
    const peer = server.connect();
    peer.open(1);
    await peer.until(/SETTINGS ACK/);
    endGracefully(session(), { ...END, graceMs: 10 });
    await peer.until(/FIN|ECONNRESET/);
    assert.deepEqual(peer.lines(/GOAWAY/).slice(0, 2), [NOTICE, 'GOAWAY 1 NO_ERROR']);
    assert.equal(peer.lines(/GOAWAY/).at(-1), 'GOAWAY 1 CANCEL');
  });

  test('RFC 9113 §3.4: SETTINGS come first, also on a session that ends as it begins', async () => {
    server = await startGoverned();
    server.sessions.drain(LONG_MS);
    const peer = server.connect();
    await peer.until(/FIN/);
    assert.match(peer.seen[0] ?? '', /^SETTINGS 3=1000/);
    assert.deepEqual(peer.lines(/GOAWAY/)[0], 'GOAWAY 2147483647 NO_ERROR graceful_stop');
  });

  test('twice is once', async () => {
    server = await startGoverned();
    const peer = await begin();
    endGracefully(session(), END);
    endGracefully(session(), { ...END, reason: 'max_idle' });
    await peer.until(/FIN/);
    assert.deepEqual(peer.lines(/max_/), [NOTICE]);
  });

  test('a session that is gone is left alone', async () => {
    server = await startGoverned();
    await begin();
    const gone = session();
    const closed = once(gone, 'close');
    gone.destroy();
    endGracefully(gone, END);
    await closed;
  });
});
