/** What is wrong with the shape of a call: each case is what a person can type, or what only frames can say, and its finding. */

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
/** What S23 waits for, and a tick behind it. */
const SILENCE_MS = 16_500;
/** Long enough that a busy machine is within 2 % of it. */
const ENVOY_TIMEOUT_MS = 15_000;

const ECHO: Fields = { ...CALL, te: 'trailers', ':path': ECHO_PATH };

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly explanation: string;
  readonly evidence: readonly number[];
}

describe('a call of another shape than gRPC or HTTP/2 have gives a finding:', () => {
  let server: ServerProcess;
  const peers: RawPeer[] = [];
  /** Those that take long, all at once. */
  let slow: Promise<void>[];

  before(async () => {
    server = await startServer({ entry: 'source', args: ['--log', 'off'] });
    slow = [neverEnded(), resetLikeEnvoy()];
  });
  after(async () => {
    for (const peer of peers) peer.close();
    await server.stop();
  });

  /** One request on a connection of its own; its answer, and whatever else comes, is not looked at. */
  async function send(port: number, fields: Fields, body?: Uint8Array, endStream = true): Promise<RawPeer> {
    const peer = new RawPeer(dial(port));
    peers.push(peer);
    peer.send(speakers().request(1, fields, { endStream: body === undefined }));
    if (body !== undefined) peer.send(frames.data(1, body, { endStream }));
    return peer;
  }

  async function answered(port: number, fields: Fields, body?: Uint8Array): Promise<void> {
    await (await send(port, fields, body)).until(/^(?:HEADERS|RST_STREAM) 1/);
  }

  /** grpcurl that is not told the end of its input. */
  async function neverEnded(): Promise<void> {
    const path = '/sre.echo.v1.EchoService/EchoClientStream';
    await send(server.grpcPort, { ...ECHO, ':path': path }, echoRequestBody('hello'), false);
    await sleep(SILENCE_MS);
  }

  async function resetLikeEnvoy(): Promise<void> {
    const timeout = { 'x-envoy-expected-rq-timeout-ms': `${ENVOY_TIMEOUT_MS}`, 'x-sre-fault': 'keep_open' };
    const peer = await send(server.grpcPort, { ...ECHO, ...timeout }, echoRequestBody('hello'));
    await sleep(ENVOY_TIMEOUT_MS);
    peer.send(frames.rst(1, 'INTERNAL_ERROR'));
  }

  async function findings(query = ''): Promise<Finding[]> {
    const answer = await fetch(`http://127.0.0.1:${server.adminPort}/api/findings${query}`);
    const body: { readonly findings: readonly { readonly finding: Finding }[] } = JSON.parse(await answer.text());
    return body.findings.map(({ finding }) => finding);
  }

  /** Waits for a finding of `rule` that says this. */
  async function finds(rule: string, explanation: RegExp): Promise<Finding> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const all = await findings(`?rule=${rule}`);
      const found = all.find((finding) => explanation.test(finding.explanation));
      if (found !== undefined) return found;
      assert.ok(Date.now() < deadline, `no ${rule} says ${explanation}: ${JSON.stringify(all)}`);
      await sleep(20);
    }
  }

  test('none for calls that are as they must be', async () => {
    await goodCall(server.grpcPort);
    await answered(server.httpPort, { ':method': 'GET', ':scheme': 'http', ':path': '/', ':authority': 'a' });
    await sleep(100);
    const loud = (await findings()).filter(({ severity }) => severity !== 'INFO');
    assert.deepEqual(loud, []);
  });

  test('S14: HTML where a message belongs', async () => {
    await answered(server.grpcPort, ECHO, Buffer.from('<html>'));
    await finds('S14', /the client sent, at the beginning of its body .*"<html" \(3c 68 74 6d 6c\)/);
  });

  test('S15: a reply that ends in the middle of a message', async () => {
    await answered(server.grpcPort, { ...ECHO, 'x-sre-fault': 'truncated_message' }, echoRequestBody('hello'));
    await finds(
      'S15',
      /^The server ended its side of sre\.echo\.v1\.EchoService\/Echo in the middle of message 1: of a message of \d+ bytes it has sent \d+ bytes/,
    );
  });

  test('S16: an encoding that the server does not know, and none at all', async () => {
    const compressed = message('', 1);
    await answered(server.grpcPort, { ...ECHO, 'grpc-encoding': 'snappy' }, compressed);
    await answered(server.grpcPort, ECHO, compressed);
    assert.equal((await finds('S16', /grpc-encoding snappy, and the server answered UNIMPLEMENTED/)).severity, 'ERROR');
    await finds('S16', /compressed message, and its grpc-encoding is not there/);
  });

  test('S17: the method in another case than the one that answers', async () => {
    const peer = new RawPeer(dial(server.grpcPort));
    peers.push(peer);
    const { request } = speakers();
    peer.send(request(1, ECHO), frames.data(1, echoRequestBody('hello'), { endStream: true }));
    await peer.until(/^HEADERS 1/);
    await peer.until(/^DATA 1/);
    peer.send(request(3, { ...ECHO, ':path': '/sre.echo.v1.EchoService/echo' }));
    peer.send(frames.data(3, echoRequestBody('hello'), { endStream: true }));
    await finds(
      'S17',
      /EchoService\/echo ended with UNIMPLEMENTED .* sre\.echo\.v1\.EchoService\/Echo has answered .*case-sensitive/,
    );
  });

  test('S18: a path with a prefix', async () => {
    await answered(server.grpcPort, { ...ECHO, ':path': `/api${ECHO_PATH}` }, echoRequestBody('hello'));
    await finds('S18', /"\/api\/sre\.echo\.v1\.EchoService\/Echo": there is a prefix/);
  });

  test('S19: gRPC-Web to a port of gRPC', async () => {
    await answered(server.grpcPort, { ...ECHO, 'content-type': 'application/grpc-web+proto' });
    await finds('S19', /content-type "application\/grpc-web\+proto", which is gRPC-Web, and was answered 415/);
  });

  test('S20: a call without te', async () => {
    const { te: _, ...without } = ECHO;
    await answered(server.grpcPort, { ...without, 'user-agent': 'by-hand/1.0' }, echoRequestBody('hello'));
    await finds('S20', /without te \(user-agent "by-hand\/1\.0"\)/);
  });

  test('S21: a field of an HTTP/1.1 connection, which Node refuses', async () => {
    await answered(server.grpcPort, { ...ECHO, connection: 'keep-alive' }, echoRequestBody('hello'));
    assert.equal(
      (await finds('S21', /the field "connection" .*reset the stream with PROTOCOL_ERROR/)).severity,
      'ERROR',
    );
    assert.deepEqual(await findings('?rule=S9'), []);
  });

  test('S22: a body that is shorter than its content-length', async () => {
    const post = { ':method': 'POST', ':scheme': 'http', ':path': '/echo', ':authority': 'a', 'content-length': '10' };
    await answered(server.httpPort, post, Buffer.from('abcd'));
    await finds('S22', /On POST \/echo the client announced 10 bytes by content-length, and sent 4 bytes/);
  });

  test('S25: a call that says that it is a retry', async () => {
    await answered(server.grpcPort, { ...ECHO, 'grpc-previous-rpc-attempts': '1' }, echoRequestBody('hello'));
    assert.equal((await finds('S25', /grpc-previous-rpc-attempts 1/)).severity, 'INFO');
  });

  test('S26: binary metadata that is not base64', async () => {
    await answered(server.grpcPort, { ...ECHO, 'trace-bin': 'not base64!' }, echoRequestBody('hello'));
    await finds('S26', /The client sent trace-bin with a value that is not base64/);
  });

  test('S23: a request that is not ended; S24: a reset when the timer of Envoy runs out', async () => {
    await Promise.all(slow);
    assert.equal(
      (await finds('S23', /1 message on .*EchoClientStream and then nothing for 1[56](?:\.\d)? s/)).severity,
      'INFO',
    );
    assert.equal(
      (await finds('S24', /after 1[45](?:\.\d)? s\. .*x-envoy-expected-rq-timeout-ms 15000/)).severity,
      'ERROR',
    );
  });
});
