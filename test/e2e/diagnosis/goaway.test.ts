/** Ends of connections that say something, on real connections: each case and its finding. */

import assert from 'node:assert/strict';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { RawPeer } from '../../servers/http2/raw-peer.ts';
import { frames, hex } from '../../support/frames.ts';
import { ECHO_PATH, echoRequestBody } from '../../support/interop/echo-call.ts';
import { CALL, type Fields, speakers } from '../../support/script.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';
import { dial, goodCall } from '../support.ts';
import { findings, finds } from './findings.ts';

const ECHO: Fields = { ...CALL, te: 'trailers', ':path': ECHO_PATH };

/** More than nghttp2 lets pass at once. */
const RESETS = 1_100;

/** More than nghttp2 takes in one field, RFC 9113 §6.5.2 has no word for it. */
const FIELD_BYTES = 90_000;

describe('the end of a connection gives a finding:', () => {
  let server: ServerProcess;
  /** Its connections may be two seconds old and one second idle, and their streams have two more. */
  let strict: ServerProcess;
  const peers: RawPeer[] = [];
  const sessions: ClientHttp2Session[] = [];

  before(async () => {
    const quiet = ['--log', 'off'];
    const ages = ['--max-connection-age-seconds', '2', '--max-connection-age-grace-seconds', '2'];
    const idle = ['--max-connection-idle-seconds', '1'];
    server = await startServer({ entry: 'source', args: quiet });
    strict = await startServer({ entry: 'source', args: [...quiet, ...ages, ...idle] });
  });
  after(async () => {
    for (const peer of peers) peer.close();
    for (const session of sessions) session.destroy();
    await Promise.all([server.stop(), strict.stop()]);
  });

  function peerOf({ grpcPort }: ServerProcess): RawPeer {
    const peer = new RawPeer(dial(grpcPort));
    peers.push(peer);
    return peer;
  }

  /** A call of a client with nghttp2, whatever becomes of it. */
  async function call(fields: Fields): Promise<void> {
    const session = connectHttp2(`http://127.0.0.1:${server.grpcPort}`, { maxSendHeaderBlockLength: 2 ** 20 });
    sessions.push(session);
    session.on('error', () => {});
    const { ':scheme': _, ':authority': __, ...rest } = ECHO;
    const stream = session.request({ ...rest, ...fields });
    stream.on('error', () => {});
    stream.resume().end(echoRequestBody('hello'));
    // Not `once`, which rejects where the stream has an error: that is what most of these are about.
    await new Promise((resolve) => stream.once('close', resolve));
  }

  const withFault = (fault: string) => call({ 'x-sre-fault': fault });

  test('none for calls that are well, and clients that say GOAWAY', async () => {
    await goodCall(server.grpcPort);
    const peer = peerOf(server);
    peer.send(speakers().request(1, ECHO), frames.data(1, echoRequestBody('hello'), { endStream: true }));
    await peer.until(/^HEADERS 1/);
    peer.send(frames.goaway(0));
    peer.close();
    await sleep(300);
    const loud = (await findings(server)).filter(({ severity }) => severity !== 'INFO');
    assert.deepEqual(loud, []);
  });

  test('G1 and G4: streams that are longer than the age and its grace', async () => {
    const peer = peerOf(strict);
    peer.send(speakers().request(1, { ...ECHO, 'x-sre-fault': 'keep_open' }));
    peer.send(frames.data(1, echoRequestBody('hello'), { endStream: true }));
    await peer.until(/^GOAWAY 2147483647 NO_ERROR max_age/);
    const age = await finds(strict, 'G1', /had carried 1 stream when .* 1 stream may still finish/);
    assert.equal(age.severity, 'INFO');
    const [, seconds] = /^The connection was ([\d.]+) s old/.exec(age.explanation) ?? [];
    assert.ok(Number(seconds) >= 1.8 && Number(seconds) < 10, age.explanation);
    await peer.until(/^GOAWAY 1 CANCEL/);
    const { severity, explanation } = await finds(strict, 'G4', /^The server cut off 1 stream [\d.]+ s after/);
    assert.equal(severity, 'ERROR');
    assert.match(
      explanation,
      /\("max_age"\), .*: sre\.echo\.v1\.EchoService\/Echo, open for up to [\d.]+ s\. Nobody can tell/,
    );
    const [, grace] = /1 stream ([\d.]+) s after/.exec(explanation) ?? [];
    assert.ok(Number(grace) >= 1.9, explanation);
  });

  test('G2: a connection that has nothing to do', async () => {
    await peerOf(strict).until(/^GOAWAY 2147483647 NO_ERROR max_idle/);
    const { severity, explanation } = await finds(strict, 'G2', /, since it opened, /);
    assert.equal(severity, 'INFO');
    const [, idle] = /no open stream for ([\d.]+) (?:s|ms)/.exec(explanation) ?? [];
    assert.ok(Number(idle) > 0, explanation);
  });

  test('G3: a single GOAWAY that leaves a call out', async () => {
    await withFault('goaway;goaway_last=0');
    const { severity } = await finds(
      server,
      'G3',
      /with a single GOAWAY \(last=0\) while 1 stream was open\. It leaves out 1 stream/,
    );
    assert.equal(severity, 'WARNING');
  });

  test('G3: none for two GOAWAYs with a round trip between them', async () => {
    const before = (await findings(server, '?rule=G3')).length;
    await withFault('goaway@once;goaway_graceful;goaway_debug=max_age;delay=200ms');
    await finds(server, 'G1', /had carried 1 stream/);
    assert.equal((await findings(server, '?rule=G3')).length, before);
  });

  test('G5: a client that does not listen', async () => {
    const { request } = speakers();
    const peer = peerOf(strict);
    peer.send(request(1, { ...ECHO, 'x-sre-fault': 'keep_open' }));
    await peer.until(/^GOAWAY 2147483647 NO_ERROR max_age/);
    await sleep(1_300);
    peer.send(request(3, ECHO));
    const { severity } = await finds(
      strict,
      'G5',
      /^The client opened stream 3 \(sre\.echo\.v1\.EchoService\/Echo\) 1\.\d s behind .*"max_age"/,
    );
    assert.equal(severity, 'WARNING');
  });

  test('G6: a server that is gone', async () => {
    await withFault('tcp_rst');
    const reset = await finds(
      server,
      'G6',
      /^The server reset the connection .* cut off 1 stream: sre\.echo\.v1\.EchoService\/Echo,/,
    );
    assert.equal(reset.severity, 'ERROR');
    await withFault('fin@after_headers');
    await finds(server, 'G6', /^The server closed the connection \(FIN\) .* \(1 response had begun\)/);
  });

  test('G6: a client that is gone is worth knowing, and no more', async () => {
    const peer = peerOf(server);
    peer.send(speakers().request(1, { ...ECHO, 'x-sre-fault': 'keep_open' }));
    await peer.until(/^SETTINGS ACK/);
    await sleep(200);
    peer.close();
    const { severity } = await finds(server, 'G6', /^The client (closed|reset) the connection/);
    assert.equal(severity, 'INFO');
  });

  test('G7: a client that cancels a thousand calls at once', async () => {
    const { request } = speakers();
    const peer = peerOf(server);
    for (let n = 0; n < RESETS; n++) {
      peer.send(request(2 * n + 1, { ...ECHO, 'x-sre-fault': 'keep_open' }), frames.rst(2 * n + 1, 'CANCEL'));
    }
    await peer.until(/^GOAWAY \d+ INTERNAL_ERROR$/);
    const { severity, explanation } = await finds(server, 'G7', /^The client reset 1\d{3} of 1\d{3} streams/);
    assert.equal(severity, 'ERROR');
    assert.match(explanation, /with INTERNAL_ERROR \(last=\d+, without debug data\)/);
  });

  test('G8: a server that asks for calm', async () => {
    await withFault('goaway=ENHANCE_YOUR_CALM@once;goaway_debug=flood');
    const { severity } = await finds(
      server,
      'G8',
      /^The server asked the client for calm, and said "flood", .* 1 HEADERS/,
    );
    assert.equal(severity, 'ERROR');
  });

  test('G9: a field above 64 KiB', async () => {
    await call({ 'x-big': 'v'.repeat(FIELD_BYTES) });
    const { severity, explanation } = await finds(server, 'G9', /^The client sent a header list of 88\.\d KiB/);
    assert.equal(severity, 'ERROR');
    assert.match(explanation, /with COMPRESSION_ERROR\. Its longest field is "x-big", of 87\.9 KiB\./);
  });

  test('G9: a header block in too many pieces', async () => {
    const block = speakers().encoders.client.encode(
      Object.entries(ECHO).map(([name, value]) => ({ name, value, representation: 'LITERAL' as const })),
    );
    const size = Math.ceil(block.length / 12);
    const peer = peerOf(server);
    await peer.until(/^SETTINGS ACK/);
    peer.send(frames.headers(1, block.subarray(0, size), { endHeaders: false }));
    for (let n = 1; n < 12; n++) {
      peer.send(frames.continuation(1, block.subarray(n * size, (n + 1) * size), { endHeaders: n === 11 }));
    }
    await finds(server, 'G9', /in HEADERS and \d+ CONTINUATIONs.*no more than 8 CONTINUATION frames\.$/);
  });

  test('G10: bytes that are no HPACK', async () => {
    const peer = peerOf(server);
    peer.send(frames.headers(1, hex('ff 80 01'), { endStream: true }));
    await peer.until(/^GOAWAY \d+ COMPRESSION_ERROR/);
    const { severity } = await finds(
      server,
      'G10',
      /^The server could not decode the header fields of the client, and neither could we: .*255/,
    );
    assert.equal(severity, 'ERROR');
  });

  test('G11: a client that does not take a setting of the server', async () => {
    await withFault('settings=0x4:2147483648');
    const { severity, explanation } = await finds(server, 'G11', /^The client ended the connection with /);
    assert.equal(severity, 'ERROR');
    assert.match(explanation, /The server had broken a rule: SETTINGS_INITIAL_WINDOW_SIZE is 2147483648, /);
  });

  test('G11: an error without a sign of its cause', async () => {
    await withFault('goaway=PROTOCOL_ERROR');
    await finds(
      server,
      'G11',
      /^The server ended the connection with PROTOCOL_ERROR .* We found no rule broken; the last frames of the client were/,
    );
  });
});
