/** How calls end: each case is what a person can type (`reproduce` of its rule), said in frames, and its finding. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { RawPeer } from '../../servers/http2/raw-peer.ts';
import { frames } from '../../support/frames.ts';
import { ECHO_PATH, echoRequestBody } from '../../support/interop/echo-call.ts';
import { CALL, type Fields, message, speakers } from '../../support/script.ts';
import { type ServerProcess, startServer } from '../../support/server-process.ts';
import { dial, goodCall } from '../support.ts';

/** Longer than anything here takes on a busy machine. */
const PATIENCE_MS = 10_000;

const ECHO: Fields = { ...CALL, te: 'trailers', ':path': ECHO_PATH, 'grpc-timeout': '1M' };

/** `EchoRequest { payload_bytes = 5000000 }`: field 4, a varint. */
const LARGE_REPLY = message(Uint8Array.of(0x20, 0xc0, 0x96, 0xb1, 0x02));

/** Less than an echo of 60 characters. */
const MAX_REQUEST = 20;

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly explanation: string;
}

describe('a call that ends badly gives a finding:', () => {
  let server: ServerProcess;
  let strict: ServerProcess;
  const peers: RawPeer[] = [];

  before(async () => {
    const args = ['--log', 'off'];
    [server, strict] = await Promise.all([
      startServer({ entry: 'source', args }),
      startServer({ entry: 'source', args: [...args, '--max-receive-message-bytes', `${MAX_REQUEST}`] }),
    ]);
  });
  after(async () => {
    for (const peer of peers) peer.close();
    await Promise.all([server.stop(), strict.stop()]);
  });

  /** One request on a connection of its own. */
  function send(fields: Fields, body: Uint8Array, endStream = true, port = server.grpcPort): RawPeer {
    const peer = new RawPeer(dial(port));
    peers.push(peer);
    peer.send(speakers().request(1, fields), frames.data(1, body, { endStream }));
    return peer;
  }

  async function withFault(fault: string, ends = /^(?:HEADERS|DATA|RST_STREAM) 1/): Promise<RawPeer> {
    const peer = send({ ...ECHO, 'x-sre-fault': fault }, echoRequestBody('hello'));
    await peer.until(ends);
    return peer;
  }

  async function findings(query = '', port = server.adminPort): Promise<Finding[]> {
    const answer = await fetch(`http://127.0.0.1:${port}/api/findings${query}`);
    const body: { readonly findings: readonly { readonly finding: Finding }[] } = JSON.parse(await answer.text());
    return body.findings.map(({ finding }) => finding);
  }

  /** Waits for a finding of `rule` that says this. */
  async function finds(rule: string, explanation: RegExp, port = server.adminPort): Promise<Finding> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const all = await findings(`?rule=${rule}`, port);
      const found = all.find((finding) => explanation.test(finding.explanation));
      if (found !== undefined) return found;
      assert.ok(Date.now() < deadline, `no ${rule} says ${explanation}: ${JSON.stringify(all)}`);
      await sleep(20);
    }
  }

  test('none for a call that ends well, and none for a status of the application', async () => {
    await goodCall(server.grpcPort);
    await withFault('status=NOT_FOUND;message=no%20such%20user');
    // Causes are told in their order: what a later call gave, an earlier one has given before.
    send({ ...ECHO, 'x-sre-fault': 'keep_open' }, echoRequestBody('hello')).send(frames.rst(1, 'CANCEL'));
    await finds('S11', /cancelled/);
    assert.deepEqual(
      (await findings()).filter(({ severity, rule }) => severity !== 'INFO' && rule.startsWith('S')),
      [],
    );
  });

  test('S1: no trailers, and trailers without grpc-status', async () => {
    await withFault('no_trailers', /^DATA 1/);
    await withFault('no_grpc_status', /^DATA 1/);
    assert.equal(
      (await finds('S1', /after 1 message \(\d+ bytes\) of the response: END_STREAM came without trailers/)).severity,
      'ERROR',
    );
    await finds('S1', /: the trailers have no grpc-status/);
  });

  test('S2: OK and no message', async () => {
    await withFault('trailers_only=OK');
    assert.equal((await finds('S2', /EchoService\/Echo .* with OK and no message/)).severity, 'INFO');
  });

  test('S3: the words of Envoy', async () => {
    await withFault('trailers_only=UNAVAILABLE;message=no%20healthy%20upstream');
    const found = await finds(
      'S3',
      /answered with UNAVAILABLE .* no healthy endpoint \(UH in its access log\)\. It said "no healthy upstream"/,
    );
    assert.equal(found.severity, 'ERROR');
  });

  test('S4: a page of HTML', async () => {
    const peer = await withFault('html=503', /^DATA 1/);
    peer.send(frames.rst(1, 'CANCEL'));
    const found = await finds(
      'S4',
      /HTTP status 503, content-type "text\/html", .* UNAVAILABLE of it\. Its body begins "<html>/,
    );
    assert.equal(found.severity, 'ERROR');
  });

  test('S6: NO_ERROR before the status', async () => {
    await withFault('rst_stream=NO_ERROR', /^RST_STREAM 1/);
    await finds('S6', /with NO_ERROR .*, before any of the response, and no grpc-status had come/);
  });

  test('S7: an unknown method, and a client that has not ended its request', async () => {
    const peer = send({ ...ECHO, ':path': '/sre.echo.v1.EchoService/NoSuchMethod' }, echoRequestBody('hello'), false);
    await peer.until(/^RST_STREAM 1 NO_ERROR/);
    assert.equal((await finds('S7', /NoSuchMethod with grpc-status 12 UNIMPLEMENTED/)).severity, 'INFO');
  });

  test('S8: a refused stream', async () => {
    await withFault('rst_stream=REFUSED_STREAM', /^RST_STREAM 1/);
    const found = await finds('S8', /allows 1000, and the connection had 1 stream open, .* to send it again is safe/);
    assert.equal(found.severity, 'WARNING');
  });

  test('S9: a reset behind the head', async () => {
    await withFault('rst_stream=INTERNAL_ERROR@after_headers', /^RST_STREAM 1/);
    await finds('S9', /^The server reset .*Echo with INTERNAL_ERROR \(2\) .*, behind the head of the response\./);
  });

  test('S10: a reset that asks for calm', async () => {
    await withFault('rst_stream=ENHANCE_YOUR_CALM', /^RST_STREAM 1/);
    await finds('S10', /with ENHANCE_YOUR_CALM .* RESOURCE_EXHAUSTED/);
  });

  test('S11: a deadline of 200 ms, and a client that goes away before its own', async () => {
    const slow = { 'x-sre-fault': 'keep_open' };
    const peer = send({ ...ECHO, ...slow, 'grpc-timeout': '200m' }, echoRequestBody('hello'));
    await sleep(200);
    peer.send(frames.rst(1, 'CANCEL'));
    // The server counts the deadline too: whoever is first, it is the deadline.
    assert.equal((await finds('S11', /the deadline of 200 ms \(grpc-timeout\) had passed/)).severity, 'WARNING');
    send({ ...ECHO, ...slow }, echoRequestBody('hello')).send(frames.rst(1, 'CANCEL'));
    assert.equal((await finds('S11', /Its deadline of 60 s was 60 s ahead/)).severity, 'INFO');
  });

  test('S12: a call without grpc-timeout', async () => {
    const { 'grpc-timeout': _, ...without } = ECHO;
    await send(without, echoRequestBody('hello')).until(/^DATA 1/);
    assert.equal((await finds('S12', /"\/sre\.echo\.v1\.EchoService\/Echo" without grpc-timeout/)).severity, 'INFO');
  });

  test('S13: a request over the limit of the server', async () => {
    await send(ECHO, echoRequestBody('0'.repeat(60)), true, strict.grpcPort).until(/^HEADERS 1/);
    await finds(
      'S13',
      /would not take a request message of 62 bytes of sre\.echo\.v1\.EchoService\/Echo: its limit is 20 bytes\. It said "Received message larger than max \(62 vs 20\)"/,
      strict.adminPort,
    );
  });

  test('S13: a reply over the limit of the client', async () => {
    const peer = send(ECHO, LARGE_REPLY);
    await peer.until(/^DATA 1/);
    peer.send(frames.rst(1, 'CANCEL'));
    const found = await finds(
      'S13',
      /^The client reset .* with CANCEL when 64 KiB of a reply of 5000\d{3} bytes \(4\.8 MiB\) had come/,
    );
    assert.equal(found.severity, 'ERROR');
  });
});
