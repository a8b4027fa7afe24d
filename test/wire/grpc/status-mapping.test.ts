import assert from 'node:assert/strict';
import { once } from 'node:events';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { Client, credentials, status } from '@grpc/grpc-js';
import { statusOfHttpStatus, statusOfRstStream } from '../../../src/wire/grpc/status-mapping.ts';

const CALL_TIMEOUT_MS = 5_000;

const HTTP_ROWS = [
  [400, status.INTERNAL],
  [401, status.UNAUTHENTICATED],
  [403, status.PERMISSION_DENIED],
  [404, status.UNIMPLEMENTED],
  [429, status.UNAVAILABLE],
  [431, status.INTERNAL],
  [502, status.UNAVAILABLE],
  [503, status.UNAVAILABLE],
  [504, status.UNAVAILABLE],
] as const;

const { constants } = http2;
const RST_ROWS = [
  [constants.NGHTTP2_NO_ERROR, status.INTERNAL],
  [constants.NGHTTP2_PROTOCOL_ERROR, status.INTERNAL],
  [constants.NGHTTP2_INTERNAL_ERROR, status.INTERNAL],
  [constants.NGHTTP2_FLOW_CONTROL_ERROR, status.INTERNAL],
  [constants.NGHTTP2_SETTINGS_TIMEOUT, status.INTERNAL],
  [constants.NGHTTP2_FRAME_SIZE_ERROR, status.INTERNAL],
  [constants.NGHTTP2_REFUSED_STREAM, status.UNAVAILABLE],
  [constants.NGHTTP2_CANCEL, status.CANCELLED],
  [constants.NGHTTP2_COMPRESSION_ERROR, status.INTERNAL],
  [constants.NGHTTP2_CONNECT_ERROR, status.INTERNAL],
  [constants.NGHTTP2_ENHANCE_YOUR_CALM, status.RESOURCE_EXHAUSTED],
  [constants.NGHTTP2_INADEQUATE_SECURITY, status.PERMISSION_DENIED],
] as const;

describe('http-grpc-status-mapping.md', () => {
  for (const [httpStatus, code] of HTTP_ROWS) {
    test(`${httpStatus} is ${status[code]}`, () => assert.equal(statusOfHttpStatus(httpStatus).code, code));
  }

  test('all other codes are UNKNOWN, 200 too', () => {
    const rows = new Set<number>(HTTP_ROWS.map(([httpStatus]) => httpStatus));
    for (let httpStatus = 200; httpStatus < 1000; httpStatus++) {
      if (!rows.has(httpStatus)) assert.equal(statusOfHttpStatus(httpStatus).code, status.UNKNOWN, `${httpStatus}`);
    }
    assert.equal(statusOfHttpStatus(0).code, status.UNKNOWN);
  });

  test('1xx are skipped: the response is still to come', () => {
    for (let httpStatus = 100; httpStatus < 200; httpStatus++) assert.deepEqual(statusOfHttpStatus(httpStatus), {});
  });
});

describe('PROTOCOL-HTTP2, Errors: RST_STREAM', () => {
  for (const [errorCode, code] of RST_ROWS) {
    test(`${errorCode} is ${status[code]}`, () => assert.equal(statusOfRstStream(errorCode).code, code));
  }

  test('STREAM_CLOSED has no mapping', () =>
    assert.equal(statusOfRstStream(constants.NGHTTP2_STREAM_CLOSED).code, undefined));

  test('codes that are not in the table have none', () => {
    for (const errorCode of [constants.NGHTTP2_HTTP_1_1_REQUIRED, 14, 255, 0xffffffff]) {
      assert.equal(statusOfRstStream(errorCode).code, undefined);
    }
  });
});

/** A server whose path says what it does: /rst/8, /status/503, /body/200. */
function startServer(): http2.Http2Server {
  const server = http2.createServer();
  server.on('stream', (stream, headers) => {
    const [, what, number] = String(headers[':path']).split('/');
    stream.on('error', () => {});
    if (what === 'rst') return stream.close(Number(number));
    stream.respond({ ':status': Number(number), 'content-type': 'text/html' }, { endStream: what === 'status' });
    if (what === 'body') stream.end(Buffer.alloc(5));
  });
  return server.listen(0, '127.0.0.1');
}

describe('what grpc-js reports', () => {
  let server: http2.Http2Server;
  let client: Client;

  before(async () => {
    server = startServer();
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.enable_retries': 0 });
  });

  after(() => {
    client.close();
    server.close();
  });

  function call(path: string): Promise<number | undefined> {
    const identity = (bytes: Buffer) => bytes;
    const deadline = Date.now() + CALL_TIMEOUT_MS;
    return new Promise((resolve) => {
      client.makeUnaryRequest(path, identity, identity, Buffer.alloc(0), { deadline }, (error) => resolve(error?.code));
    });
  }

  test('is what the table says, except where a note names grpc-js', async () => {
    const differing: string[] = [];
    for (let httpStatus = 200; httpStatus <= 511; httpStatus++) {
      const { code, note } = statusOfHttpStatus(httpStatus);
      const reported = await call(`/status/${httpStatus}`);
      if (reported !== code) {
        differing.push(`${httpStatus} ${status[reported ?? -1]}`);
        assert.match(note ?? '', new RegExp(`grpc-js .*reports ${status[reported ?? -1]}`), `${httpStatus}`);
      }
    }
    assert.deepEqual(differing, ['431 UNKNOWN']);
  });

  test('for 200 with DATA at the end is INTERNAL, as its note says', async () => {
    assert.equal(await call('/body/200'), status.INTERNAL);
    assert.match(statusOfHttpStatus(200).note ?? '', /grpc-js reports INTERNAL/);
  });

  test('for RST_STREAM too', async () => {
    const differing: string[] = [];
    for (let errorCode = 0; errorCode <= 13; errorCode++) {
      const { code, note } = statusOfRstStream(errorCode);
      const reported = await call(`/rst/${errorCode}`);
      if (reported !== code) {
        differing.push(`${errorCode} ${status[reported ?? -1]}`);
        assert.match(note ?? '', new RegExp(`grpc-js reports ${status[reported ?? -1]}`), `${errorCode}`);
      }
    }
    assert.deepEqual(differing, ['5 INTERNAL', '13 INTERNAL']);
  });
});
