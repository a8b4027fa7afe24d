/** What replies say of where they are in the trace is where they are in the trace. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2';
import { after, before, describe, test } from 'node:test';
import { ECHO_PATH, echoRequestBody } from '../support/interop/echo-call.ts';
import { dial, startTraced, stopAll, type TraceField, type TraceLine } from './support.ts';

const GRPC = { ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers' };

const STREAMS: readonly OutgoingHttpHeaders[] = [
  { ...GRPC, ':path': ECHO_PATH },
  { ...GRPC, ':path': '/a.B/C' },
  { ...GRPC, ':path': ECHO_PATH, 'x-sre-fault': 'status=UNAVAILABLE' },
  { ':path': '/status/404' },
  { ':path': '/nope' },
];

const REQUESTS = [
  'GET /echo HTTP/1.1\r\nhost: localhost\r\n\r\n',
  'GET /nope HTTP/1.1\r\nhost: localhost\r\nexpect: miracles\r\n\r\n',
  'HEAD /status/503 HTTP/1.1\r\nhost: localhost\r\n\r\n',
  'GET /api/health HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n',
];

const WEB_SOCKET =
  'GET /websocket/echo HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n' +
  'sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

describe('x-sre-trace', () => {
  let events: readonly TraceLine[] = [];
  before(async () => {
    const server = await startTraced();
    const ports = [server.grpcPort, server.httpPort, server.adminPort];
    for (const port of ports) {
      await askHttp2(port);
      await askHttp1(port, REQUESTS.join(''));
      await askHttp1(port, 'GARBAGE\r\n\r\n');
    }
    await askHttp1(server.httpPort, WEB_SOCKET);
    events = await server.events();
  });
  after(stopAll);

  test('on HTTP/2 is the connection and stream of its HEADERS frame', () => {
    const responses = events.filter(
      ({ frame }) => frame?.from === 'SERVER' && frame.headers !== undefined && frame.headers.category === 'RESPONSE',
    );
    assert.equal(responses.length, 3 * STREAMS.length);
    for (const { conn, frame } of responses) {
      assert.equal(traceField(frame?.headers?.fields), `${conn}/${frame?.streamId}`);
    }
  });

  test('on HTTP/1.1 is the connection, and the index of the request', () => {
    const heads = events.filter(({ http1 }) => http1?.from === 'SERVER' && http1.stage === 'HEAD');
    // On the gRPC port the first answer closes the connection.
    assert.ok(heads.length >= 1 + 2 * REQUESTS.length + 2, `${heads.length} answers`);
    assert.ok(heads.some(({ http1 }) => http1?.startLine.includes(' 101 ')));
    for (const { conn, http1 } of heads) assert.equal(traceField(http1?.fields), `${conn}/${http1?.index}`);
  });
});

function traceField(fields: readonly TraceField[] = []): string | undefined {
  return fields.find(({ name }) => name.toLowerCase() === 'x-sre-trace')?.value;
}

async function askHttp2(port: number): Promise<void> {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  for (const headers of STREAMS) {
    const stream = session.request(headers);
    stream.end(headers[':method'] === 'POST' ? echoRequestBody('where?') : undefined);
    await once(stream.resume(), 'close');
  }
  session.close();
  await once(session, 'close');
}

async function askHttp1(port: number, bytes: string): Promise<void> {
  const socket = dial(port);
  socket.end(bytes);
  await once(socket.resume(), 'close');
}
