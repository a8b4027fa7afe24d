import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';
import { WebSocket } from 'ws';

import { type RunningHttpServer, type RunningOnePort, send, startHttpServer, startOnePort } from './support.ts';

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
const HOST = '\r\nhost: x\r\n';
const GRPC_WEB = '/sre.echo.v1.EchoService/Echo HTTP/1.1';

/** One of each way in which a request is answered, and a request that Node answers itself. */
const REQUESTS: readonly string[] = [
  `GET /echo HTTP/1.1${HOST}\r\n`,
  `GET /nope HTTP/1.1${HOST}\r\n`,
  `GET /status/500 HTTP/1.1${HOST}\r\n`,
  `GET /echo HTTP/1.1${HOST}x-sre-fault: status=503\r\n\r\n`,
  `GET /echo HTTP/1.1${HOST}expect: miracles\r\n\r\n`,
  `POST /echo HTTP/1.1${HOST}content-length: 1\r\nexpect: 100-continue\r\n\r\n!`,
  `POST ${GRPC_WEB}${HOST}content-type: application/grpc-web+proto\r\ncontent-length: 5\r\n\r\n\0\0\0\0\0`,
  `POST ${GRPC_WEB}${HOST}content-type: application/grpc-web+thrift\r\ncontent-length: 0\r\n\r\n`,
  `OPTIONS ${GRPC_WEB}${HOST}access-control-request-method: POST\r\n\r\n`,
  `POST ${GRPC_WEB}${HOST}content-type: application/grpc\r\ncontent-length: 0\r\n\r\n`,
];

/** Behind which the server closes. */
const LAST_REQUESTS: readonly string[] = [
  `GET /echo HTTP/1.1${HOST}connection: close\r\n\r\n`,
  'GET /echo HTTP/1.1\r\n\r\n',
  'GARBAGE\r\n\r\n',
  `GET /echo HTTP/1.1${HOST}x: ${'y'.repeat(20_000)}\r\n\r\n`,
  `GET /websocket/echo HTTP/1.1${HOST}connection: upgrade\r\nupgrade: websocket\r\n\r\n`,
  `POST /websocket/echo HTTP/1.1${HOST}connection: upgrade\r\nupgrade: websocket\r\n\r\n`,
];

suite('each answer over HTTP/1.1 says connection and request', () => {
  let running: RunningOnePort;
  before(async () => {
    running = await startOnePort();
  });
  after(() => running.close());

  function placesIn(answers: Uint8Array): string[] {
    const text = Buffer.from(answers).toString('latin1');
    return [...text.matchAll(/^x-sre-trace: c\d+\/(\d+)\r$/gm)].map(([, place = '']) => place);
  }

  test('whoever answers, in the order in which they were asked', async () => {
    const client = running.listeners['http/1.1'].connect();
    client.write(Buffer.from([...REQUESTS, LAST_REQUESTS[0]].join(''), 'latin1'));
    const expected = [...REQUESTS, 'the last'].map((_request, n) => String(n));
    assert.deepEqual(placesIn(Buffer.concat(await client.toArray())), expected);
  });

  for (const last of LAST_REQUESTS) {
    test(`the second one is ${JSON.stringify(last.slice(0, 60))}`, async () => {
      const client = running.listeners['http/1.1'].connect();
      client.write(`HEAD /bytes/1 HTTP/1.1${HOST}\r\n`);
      const [first] = await once(client, 'data');
      client.write(last);
      assert.deepEqual(placesIn(Buffer.concat([first, ...(await client.toArray())])), ['0', '1']);
    });
  }

  test('the handshake of a WebSocket too', async () => {
    const client = new WebSocket(`ws+unix:${running.listeners['http/1.1'].path}:/websocket/echo`);
    const [response] = await once(client, 'upgrade');
    assert.match(response.headers['x-sre-trace'], /^c\d+\/0$/);
    client.terminate();
  });

  test('a handshake that is refused is told why, RFC 6455 §4.2.2', async () => {
    const handshake = `HTTP/1.1${HOST}connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 7`;
    for (const [method, status] of Object.entries({ GET: 400, POST: 405 })) {
      const client = running.listeners['http/1.1'].connect();
      const key = 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==';
      client.write(`${method} /websocket/echo ${handshake}\r\n${key}\r\n\r\n`);
      const answer = (await client.toArray()).join('');
      assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.match(answer, /\r\nSec-WebSocket-Version: 13, 8\r\n/);
      assert.equal(answer.includes('\r\nAllow: GET\r\n'), method === 'POST');
    }
  });

  test('a request of a trace is told its span; others are not', async () => {
    const { headers } = await send(running, 'http/1.1', { headers: { traceparent: TRACEPARENT } });
    assert.match(String(headers.traceresponse), new RegExp(`^${TRACEPARENT.slice(0, 36)}[0-9a-f]{16}-00$`));
    assert.equal((await send(running, 'http/1.1', {})).headers.traceresponse, undefined);
  });
});

suite('a server that begins traces', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer({ newTraces: true });
  });
  after(() => running.close());

  test('tells of each over both protocols', async () => {
    for (const protocol of ['http/1.1', 'h2c'] as const) {
      const { headers } = await send(running, protocol, {});
      assert.match(String(headers.traceresponse), /^00-[0-9a-f]{32}-[0-9a-f]{16}-03$/);
    }
  });
});
