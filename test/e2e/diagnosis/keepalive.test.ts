/** Keepalive that goes wrong, made of frames on real connections: each case and its finding. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { RawPeer, type RawPeerOptions } from '../../servers/http2/raw-peer.ts';
import { frames } from '../../support/frames.ts';
import { ECHO_PATH, echoRequestBody } from '../../support/interop/echo-call.ts';
import { CALL, type Fields, speakers } from '../../support/script.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';
import { dial, goodCall } from '../support.ts';
import { findings, finds } from './findings.ts';

const ECHO: Fields = { ...CALL, te: 'trailers', ':path': ECHO_PATH };
const PING = '0000000000000001';

/** Long enough that a busy machine is within 2 % of it: timers that proxies and load balancers have. */
const STREAM_TIMER_MS = 15_000;
const CONNECTION_TIMER_MS = 30_000;

const LATE_ACK_MS = 1_200;

describe('keepalive gives a finding:', () => {
  let server: ServerProcess;
  /** One that enforces, and pings. */
  let strict: ServerProcess;
  const peers: RawPeer[] = [];
  /** Those that take long, all at once. */
  let slow: Promise<unknown>[];

  before(async () => {
    const quiet = ['--log', 'off'];
    const keepalive = ['--keepalive-time-seconds', '1', '--keepalive-timeout-seconds', '1'];
    const policies = ['--min-ping-interval-seconds', '300', ...keepalive];
    [server, strict] = await Promise.all([
      startServer({ entry: 'source', args: quiet }),
      startServer({ entry: 'source', args: [...quiet, ...policies] }),
    ]);
    slow = [silentStream(), idleConnection()];
  });
  after(async () => {
    for (const peer of peers) peer.close();
    await Promise.all([server.stop(), strict.stop()]);
  });

  function connect(port: number, options?: RawPeerOptions): RawPeer {
    const peer = new RawPeer(dial(port), options);
    peers.push(peer);
    return peer;
  }

  /** A call on a connection of its own; without an answer where `fault` holds it back. */
  function call(peer: RawPeer, fault: string, fields: Fields = {}): void {
    peer.send(speakers().request(1, { ...ECHO, ...fields, 'x-sre-fault': fault }));
    peer.send(frames.data(1, echoRequestBody('hello'), { endStream: true }));
  }

  async function ping(peer: RawPeer, times: number, everyMs = 0): Promise<void> {
    for (let n = 0; n < times; n++) {
      peer.send(frames.ping(PING));
      await sleep(everyMs);
    }
  }

  /** What Envoy's stream_idle_timeout does to a stream that has begun to answer. */
  async function silentStream(): Promise<void> {
    const peer = connect(server.grpcPort);
    call(peer, 'silence@after_message:1', { 'x-envoy-attempt-count': '1' });
    await peer.until(/^DATA 1/);
    await sleep(STREAM_TIMER_MS / 2);
    await ping(peer, 2);
    await sleep(STREAM_TIMER_MS / 2);
    peer.send(frames.rst(1, 'INTERNAL_ERROR'));
  }

  /** What `timeout client 30s` of HAProxy in mode tcp does. */
  async function idleConnection(): Promise<void> {
    const peer = connect(server.grpcPort);
    call(peer, 'keep_open');
    await peer.until(/^SETTINGS ACK/);
    await sleep(CONNECTION_TIMER_MS);
    peer.close();
  }

  test('none for a client that pings once and calls', async () => {
    const peer = connect(server.grpcPort);
    await ping(peer, 1);
    await peer.until(/^PING ACK/);
    await goodCall(server.grpcPort);
    await sleep(100);
    const loud = (await findings(server)).filter(({ severity }) => severity !== 'INFO');
    assert.deepEqual(loud, []);
  });

  test('K1: PINGs that the server does not allow', async () => {
    const peer = connect(strict.grpcPort);
    call(peer, 'keep_open');
    await ping(peer, 4, 100);
    await peer.until(/^GOAWAY 1 ENHANCE_YOUR_CALM too_many_pings/);
    const { severity, explanation } = await finds(strict, 'K1', /^The client sent 4 PINGs, /);
    assert.equal(severity, 'ERROR');
    assert.match(explanation, /0 of the last 4 while no stream was open.* 1 stream was open, and lost\.$/);
  });

  test('K1: a server that only says so', async () => {
    call(connect(server.grpcPort), 'goaway=ENHANCE_YOUR_CALM;goaway_debug=too_many_pings');
    await finds(server, 'K1', /^The client had not sent a single PING on this connection/);
  });

  test('K2: PINGs that another server would not allow', async () => {
    const peer = connect(server.grpcPort);
    call(peer, 'keep_open');
    await ping(peer, 5, 100);
    await finds(server, 'K2', /with 1 stream open: strike 3 /);
    const { severity } = await finds(server, 'K2', /with 1 stream open: strike 4 .*calls and all/);
    assert.equal(severity, 'ERROR');
  });

  test('K3: PINGs without a call', async () => {
    await ping(connect(server.grpcPort), 2, 100);
    const { severity, explanation } = await finds(server, 'K3', /while no stream was open, /);
    assert.equal(severity, 'WARNING');
    assert.match(explanation, /strike 1 /);
  });

  test('K4: a client that does not answer', async () => {
    call(connect(strict.grpcPort, { answersPings: false }), 'keep_open');
    const found = await finds(strict, 'K4', /^The server waited /);
    assert.equal(found.severity, 'ERROR');
    const [, seconds] =
      /waited ([\d.]+) (?:m?s) for the ACK of its PING.* with 1 open stream/.exec(found.explanation) ?? [];
    assert.ok(Number(seconds) >= 1, found.explanation);
    assert.match(found.explanation, /the client sent nothing at all/);
  });

  test('K4: a server that does not answer', async () => {
    const peer = connect(server.grpcPort);
    call(peer, 'hold_ping_ack;keep_open');
    await peer.until(/^SETTINGS ACK/);
    await ping(peer, 1, 1_100);
    peer.close();
    await finds(server, 'K4', /^The client waited 1\.\d s for the ACK of its PING.* with 1 open stream/);
  });

  test('K5: a client that answers late now and then', async () => {
    const peer = connect(server.grpcPort, { answersPings: false });
    call(peer, 'ping_flood=40:50ms;keep_open');
    const answered = new Set<string>();
    for (let n = 1; n <= 40; n++) {
      while (peer.pings.length < n) await peer.next();
      // What comes while it holds one is late as well.
      if (n === 30) await sleep(LATE_ACK_MS);
      for (const opaque of peer.pings.filter((each) => !answered.has(each))) {
        peer.send(frames.pong(opaque));
        answered.add(opaque);
      }
    }
    const { explanation } = await finds(server, 'K5', /^The client answers PINGs late/);
    const [, seconds] = /slowest twentieth took ([\d.]+) (?:s|ms) and more/.exec(explanation) ?? [];
    assert.ok(Number(seconds) > 0, explanation);
  });

  test('K7: a silent stream that is reset by a timer', async () => {
    await slow[0];
    const { severity, explanation } = await finds(server, 'K7', /which is Envoy \(INTERNAL_ERROR\) after 15(\.\d)? s /);
    assert.equal(severity, 'ERROR');
    assert.match(explanation, /like a timer of 15 s\. In that time 2 PINGs at least kept its connection alive/);
  });

  test('K6: an idle connection that is cut by a timer', async () => {
    await slow[1];
    const { severity, explanation } = await finds(
      server,
      'K6',
      /silent for 30(\.\d)? s when it ended without a GOAWAY/,
    );
    assert.equal(severity, 'ERROR');
    assert.match(explanation, /like a timer of 30 s\. 1 open stream went with it\.$/);
  });
});
