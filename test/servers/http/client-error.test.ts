import assert from 'node:assert/strict';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { after, before, suite, test } from 'node:test';

import { answerClientError } from '../../../src/servers/http/client-error.ts';
import { type RunningHttpServer, startHttpServer } from './support.ts';

suite('what is no HTTP/1.1 request', () => {
  let running: RunningHttpServer;
  before(async () => {
    running = await startHttpServer();
  });
  after(() => running.close());

  async function answerTo(bytes: string): Promise<string> {
    const client = running.listeners['http/1.1'].connect();
    client.write(bytes);
    return (await client.toArray()).join('');
  }

  test('is answered with 400, and what was wrong', async () => {
    const answer = await answerTo('GARBAGE\r\n\r\n');
    assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/);
    const body = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
    assert.equal(body.statusCode, 400);
    assert.match(body.message, /^Parse Error: .* \(HPE_INVALID_METHOD\): expected HTTP\/1\.1$/);
  });

  test('is answered with 431 where the header fields are too many', async () => {
    const answer = await answerTo(`GET /echo HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 431 /);
  });

  test('gets no answer in the middle of another one', async () => {
    const answer = await answerTo('POST /echo HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nno chunk size');
    assert.equal(answer, '');
  });
});

test('a request that takes too long to come is answered with 408', async () => {
  const socket = new PassThrough();
  answerClientError({ code: 'ERR_HTTP_REQUEST_TIMEOUT', message: 'Request timeout' }, socket);
  const [answer] = await once(socket, 'data');
  assert.match(String(answer), /^HTTP\/1\.1 408 Request Timeout\r\n/);
});

test('a socket that takes no answer is destroyed', () => {
  const socket = new PassThrough();
  socket.end();
  answerClientError({ message: 'read ECONNRESET' }, socket);
  assert.ok(socket.destroyed);
});
