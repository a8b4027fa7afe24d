/** These tests fail when an upgrade of Node changes what shutdown-notice.ts relies on, or makes it needless. */

import assert from 'node:assert/strict';
import { createServer, type ServerHttp2Session } from 'node:http2';
import { afterEach, beforeEach, suite, test } from 'node:test';

import { keepBareSockets, sendShutdownNotice } from '../../../src/servers/http2/shutdown-notice.ts';
import { listen, type PrivateListener } from '../support.ts';
import { RawPeer } from './raw-peer.ts';

const NOTICE = 'GOAWAY 2147483647 NO_ERROR graceful_stop';

suite('the first of two GOAWAY frames', () => {
  const server = createServer();
  server.on('stream', (stream) => stream.respond({ ':status': 200 }, { endStream: true }));
  let session: ServerHttp2Session;
  server.on('session', (latest) => {
    session = latest;
  });
  let listener: PrivateListener;
  let peer: RawPeer;
  beforeEach(async () => {
    listener = await listen((socket) => void server.emit('connection', socket));
    peer = new RawPeer(listener.connect());
    peer.open(1);
    await peer.until(/HEADERS 1/);
  });
  afterEach(async () => {
    peer.close();
    session.destroy();
    await listener.close();
  });

  test('without the bare socket nothing is sent, and that is told', () => {
    assert.equal(sendShutdownNotice(session, 'graceful_stop'), false);
  });

  test("Node's own GOAWAY with the highest stream id drops the streams that it promises to serve", async () => {
    session.goaway(0, 2 ** 31 - 1, Buffer.from('graceful_stop'));
    await peer.until(/GOAWAY/);
    peer.open(3);
    session.ping(() => {});
    await peer.until(/PING/);
    assert.deepEqual(peer.lines(/HEADERS|GOAWAY/), ['HEADERS 1', NOTICE]);
  });

  test('RFC 9113 §6.8: streams that come after it are served, and the second one names the last of them', async () => {
    keepBareSockets(server);
    const second = new RawPeer(listener.connect());
    second.open(1);
    await second.until(/HEADERS 1/);
    assert.equal(sendShutdownNotice(session, 'graceful_stop'), true);
    await second.until(/GOAWAY/);
    second.open(3);
    await second.until(/HEADERS 3/);
    session.close();
    await second.until(/FIN/);
    const [last] = second.lines(/GOAWAY/).slice(-1);
    assert.deepEqual(second.lines(/HEADERS|GOAWAY \d+ NO_ERROR graceful/), ['HEADERS 1', NOTICE, 'HEADERS 3']);
    assert.equal(last, 'GOAWAY 3 NO_ERROR');
    assert.equal(sendShutdownNotice(session, 'graceful_stop'), false);
    second.close();
  });

  test('it comes between two frames of Node, however much Node has to write', async () => {
    keepBareSockets(server);
    server.removeAllListeners('stream').on('stream', (stream) => {
      stream.respond({ ':status': 200 });
      stream.end(Buffer.alloc(60_000, 'x'));
      sendShutdownNotice(session, 'graceful_stop');
      setImmediate(() => sendShutdownNotice(session, 'graceful_stop'));
    });
    const reader = new RawPeer(listener.connect());
    for (const streamId of [1, 3, 5, 7, 9]) reader.open(streamId);
    await reader.until(/DATA 1/);
    session.ping(() => {});
    await reader.until(/PING/);
    assert.equal(reader.lines(/GOAWAY/).length, 10);
    assert.deepEqual(new Set(reader.lines(/GOAWAY/)), new Set([NOTICE]));
    assert.deepEqual(reader.lines(/UNKNOWN|MALFORMED/), []);
    reader.close();
  });
});
