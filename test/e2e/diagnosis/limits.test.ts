/** Limits that calls come to, made of frames on real connections: each case and its finding. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { RawPeer } from '../../servers/http2/raw-peer.ts';
import { type DelayedRelay, startDelayedRelay } from '../../support/delayed-relay.ts';
import { frames } from '../../support/frames.ts';
import { ECHO_PATH, echoRequestBody } from '../../support/interop/echo-call.ts';
import { dataFrames, longMessage, WINDOW } from '../../support/large-data.ts';
import { CALL, type Fields, message, speakers } from '../../support/script.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';
import { dial, goodCall } from '../support.ts';
import { findings, finds } from './findings.ts';

const ECHO: Fields = { ...CALL, te: 'trailers', ':path': ECHO_PATH };
const SERVER_STREAM: Fields = { ...ECHO, ':path': '/sre.echo.v1.EchoService/EchoServerStream' };
const CLIENT_STREAM: Fields = { ...ECHO, ':path': '/sre.echo.v1.EchoService/EchoClientStream' };
const KEPT_OPEN: Fields = { ...ECHO, 'x-sre-fault': 'keep_open' };

/** `EchoRequest { count = 100, payload_bytes = 10000 }`: fields 2 and 4, varints. */
const LARGE_STREAM = message(Uint8Array.of(0x10, 100, 0x20, 0x90, 0x4e));
/** `EchoRequest { payload_bytes = 20000 }` */
const LARGE_REPLY = message(Uint8Array.of(0x20, 0xa0, 0x9c, 0x01));

const MAX_WINDOW = 2 ** 31 - 1;

/** Each way: a round trip of 50 ms. */
const DELAY_MS = 25;

/** As long as Linux delays an ACK; and enough of them to be a pattern. */
const PAUSE_MS = 40;
const PAUSES = 20;
const MAX_ATTEMPTS = 20;

/** Until the second that measures what is quiet has passed. */
const QUIET_MS = 3_500;

describe('limits', () => {
  /** With large windows. */
  let server: ServerProcess;
  /** Allows little. */
  let strict: ServerProcess;
  let relay: DelayedRelay;
  const peers: RawPeer[] = [];

  before(async () => {
    const quiet = ['--log', 'off'];
    const little = ['--max-header-list-bytes', '8192', '--max-concurrent-streams', '2'];
    const windows = ['--stream-window-bytes', '10000000', '--connection-window-bytes', '100000000'];
    [server, strict] = await Promise.all([
      startServer({ entry: 'source', args: [...quiet, ...windows] }),
      startServer({ entry: 'source', args: [...quiet, ...little] }),
    ]);
    relay = await startDelayedRelay(server.httpPort, DELAY_MS);
  });
  after(async () => {
    for (const peer of peers) peer.close();
    await Promise.all([relay.stop(), server.stop(), strict.stop()]);
  });

  function connect({ grpcPort }: ServerProcess): RawPeer {
    const peer = new RawPeer(dial(grpcPort));
    peers.push(peer);
    return peer;
  }

  test('calls that go well give no finding', async () => {
    for (let n = 0; n < 5; n++) await goodCall(server.grpcPort);
    await sleep(2_500);
    const limits = (await findings(server)).filter(({ rule }) => rule.startsWith('L'));
    assert.deepEqual(limits, []);
  });

  describe('that are hit give a finding:', { concurrency: true }, () => {
    test('L1: a request over the announced limit, and the reset that it gets', async () => {
      const peer = connect(strict);
      await peer.until(/^SETTINGS ACK/);
      const block = speakers().request(1, { ...ECHO, 'x-baggage': 'v'.repeat(12_000) });
      peer.send(block, frames.data(1, echoRequestBody('hello'), { endStream: true }));
      await peer.until(/^RST_STREAM 1 ENHANCE_YOUR_CALM/);
      const warning = await finds(strict, 'L1', /"x-baggage" with 11\.8 KiB.*it takes 8192: this is \d+ over/);
      const error = await finds(
        strict,
        'L1',
        /with RST_STREAM ENHANCE_YOUR_CALM: .* were 12\d{3} bytes, and it had announced to take 8192/,
      );
      assert.deepEqual([warning.severity, error.severity], ['WARNING', 'ERROR']);
    });

    test('L2: two calls that last, where two are allowed', async () => {
      const peer = connect(strict);
      await peer.until(/^SETTINGS ACK/);
      const { request } = speakers();
      for (const id of [1, 3]) {
        peer.send(request(id, { ...SERVER_STREAM, 'x-sre-fault': 'delay=8s' }));
        peer.send(frames.data(id, echoRequestBody('hello'), { endStream: true }));
      }
      const found = await finds(
        strict,
        'L2',
        /allows 2 streams at once .* 2 of sre\.echo\.v1\.EchoService\/EchoServerStream/,
      );
      assert.equal(found.severity, 'WARNING');
    });

    test('L3: three requests before the SETTINGS of a server that allows two, and a third behind them', async () => {
      const early = connect(strict);
      const { request } = speakers();
      early.send(...[1, 3, 5].map((id) => request(id, KEPT_OPEN)));
      await early.until(/^RST_STREAM 5 REFUSED_STREAM/);
      const refused = await finds(
        strict,
        'L3',
        /stream 5 .* as number 3 of those that were open.*allows 2 streams.*REFUSED_STREAM/,
      );
      assert.equal(refused.severity, 'WARNING');
      const late = connect(strict);
      await late.until(/^SETTINGS ACK/);
      const again = speakers().request;
      late.send(...[1, 3, 5].map((id) => again(id, KEPT_OPEN)));
      await late.until(/^GOAWAY/);
      const ended = await finds(strict, 'L3', /The client had acknowledged that limit before.*GOAWAY INTERNAL_ERROR/);
      assert.equal(ended.severity, 'ERROR');
    });

    test('L4: a client that does not read its stream', async () => {
      const peer = connect(server);
      peer.send(frames.windowUpdate(0, 1_000_000), speakers().request(1, SERVER_STREAM));
      peer.send(frames.data(1, LARGE_STREAM, { endStream: true }));
      const found = await finds(
        server,
        'L4',
        /EchoServerStream\) the server has waited [23](\.\d)? s for credit: it sent 64 KiB \(6 complete messages/,
      );
      assert.equal(found.severity, 'WARNING');
    });

    test('L5: a stream that takes the whole window of its connection', async () => {
      const peer = connect(server);
      const { request } = speakers();
      peer.send(frames.settings({ INITIAL_WINDOW_SIZE: 1_048_576 }), request(1, SERVER_STREAM));
      peer.send(frames.data(1, LARGE_STREAM, { endStream: true }));
      peer.send(request(3, ECHO), frames.data(3, echoRequestBody('hello'), { endStream: true }));
      const found = await finds(
        server,
        'L5',
        /its window of 64 KiB is used up.*Most went to stream 1 .*EchoServerStream\)/,
      );
      assert.equal(found.severity, 'WARNING');
    });

    test('L6: a message of 150,000 bytes, and no credit', async () => {
      const peer = connect(strict);
      await peer.until(/^SETTINGS ACK/);
      peer.send(speakers().request(1, { ...ECHO, 'grpc-timeout': '4S', 'x-sre-fault': 'hold_window_update' }));
      peer.send(dataFrames(1, longMessage(150_000), 0, WINDOW));
      const told = await finds(strict, 'L6', /65535 of its 150000 bytes fill the window of 64 KiB/);
      assert.equal(told.severity, 'WARNING');
      await sleep(2_000);
      peer.send(frames.rst(1, 'CANCEL'));
      const lost = await finds(
        strict,
        'L6',
        /Then (?:the client ended it with RST_STREAM CANCEL|it ended with grpc-status 4) after/,
      );
      assert.equal(lost.severity, 'ERROR');
    });

    test('L7: replies that are read, and never credited', async () => {
      const peer = connect(server);
      const { request } = speakers();
      for (const id of [1, 3, 5]) {
        peer.send(request(id, ECHO), frames.data(id, LARGE_REPLY, { endStream: true }));
        await sleep(QUIET_MS);
      }
      const found = await finds(server, 'L7', /Of the window of 64 KiB .* 5\d\.\d KiB were never given back/);
      assert.equal(found.severity, 'WARNING');
    });

    test('L8: a large answer over a network with a round trip of 50 ms', async () => {
      const session = connectHttp2(`http://127.0.0.1:${relay.port}`, { settings: { initialWindowSize: WINDOW } });
      const stream = session.request({ ':path': '/stream-bytes/5000000' }).resume();
      await once(stream, 'close');
      session.close();
      const found = await finds(server, 'L8', /times it had used up (?:the|its) window of 64 KiB, for \d+ ms each\./);
      const [, roundTripMs = ''] = /The round trip is (\d+) ms, so/.exec(found.explanation) ?? [];
      assert.ok(Number(roundTripMs) >= 2 * DELAY_MS, found.explanation);
      assert.equal(found.severity, 'INFO');
    });

    test('L9: credit of 0, and more than a window takes', async () => {
      const zero = connect(server);
      zero.send(speakers().request(1, KEPT_OPEN), frames.windowUpdate(1, 0));
      await finds(server, 'L9', /an increment of 0/);
      connect(server).send(frames.windowUpdate(0, MAX_WINDOW));
      assert.equal((await finds(server, 'L9', /grew to 2147549182, beyond 2\^31-1/)).severity, 'ERROR');
    });

    test('L10: a message byte by byte', async () => {
      const peer = connect(server);
      peer.send(speakers().request(1, ECHO));
      const body = message(Uint8Array.of(0x0a, 0xb0, 0x09, ...Array<number>(1_200).fill(0x61)));
      for (let at = 0; at < body.length; at++) peer.send(frames.data(1, body.subarray(at, at + 1)));
      peer.send(frames.data(1, '', { endStream: true }));
      const found = await finds(server, 'L10', /^The client sent 1209 DATA frames for 1 messages/);
      assert.equal(found.severity, 'INFO');
    });

    test('L12: a stream in the second half of the ids', async () => {
      const peer = connect(server);
      peer.send(
        speakers().request(2 ** 30 + 1, ECHO),
        frames.data(2 ** 30 + 1, echoRequestBody('hello'), { endStream: true }),
      );
      assert.equal((await finds(server, 'L12', /stream 1073741825, 50 % of the ids/)).severity, 'INFO');
    });

    test('L14: messages that wait behind a megabyte of another stream', async () => {
      const peer = connect(server);
      const { request } = speakers();
      await peer.until(/^SETTINGS ACK/);
      peer.send(request(1, CLIENT_STREAM));
      for (let id = 3; id < 11; id += 2) {
        peer.send(request(id, CLIENT_STREAM), dataFrames(id, longMessage(20_000), 0, 4_000));
        await sleep(20);
        peer.send(dataFrames(1, longMessage(1_000_000)));
        await sleep(150);
        peer.send(dataFrames(id, longMessage(20_000), 4_000));
      }
      assert.equal(
        (await finds(server, 'L14', /a stream of the client stood still.* behind 97\d\.\d KiB of stream 1\./)).severity,
        'INFO',
      );
    });
  });

  /** On a busy machine pauses are of all lengths: each connection is another attempt. */
  test('L13: requests whose body comes 40 ms behind the head', async () => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      await pausingCalls(server);
      const [found] = await findings(server, '?rule=L13');
      if (found === undefined) continue;
      assert.match(
        found.explanation,
        /^\d+ times a part of what the client sent came [34]\d ms behind the part before/,
      );
      assert.equal(found.severity, 'INFO');
      return;
    }
    assert.fail(`no L13 in ${MAX_ATTEMPTS} connections`);
  });
});

/** On a connection of its own, which is judged when it closes. */
async function pausingCalls({ grpcPort }: ServerProcess): Promise<void> {
  const socket = dial(grpcPort);
  const peer = new RawPeer(socket);
  const { request } = speakers();
  for (let id = 1; id < 2 * PAUSES; id += 2) {
    peer.send(request(id, ECHO));
    await sleep(PAUSE_MS);
    peer.send(frames.data(id, echoRequestBody('hello'), { endStream: true }));
  }
  socket.end();
  await peer.until(/^FIN/);
  peer.close();
}
