/** gRPC PROTOCOL-WEB over HTTP/1.1 and HTTP/2. */

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { status } from '@grpc/grpc-js';

import type { EchoRequest } from '../../../src/gen/sre/echo/v1/EchoRequest.ts';
import type { EchoResponse__Output as EchoResponse } from '../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { ECHO_SERVICE } from '../../../src/servers/grpc/protos.ts';
import { PROTOCOLS, type RunningOnePort, send, startHttpServer, startOnePort } from '../http/support.ts';
import { methodOf } from '../support.ts';
import { message, openWebCall, readReply, type WebCall } from './web-client.ts';

const PATH = `/${ECHO_SERVICE}`;
const { requestSerialize, responseDeserialize } = methodOf(ECHO_SERVICE, 'Echo');

function encode(request: EchoRequest): Buffer {
  return message(requestSerialize(request));
}

async function replyTo({ answer }: WebCall) {
  const answered = await answer;
  const { messages, trailers } = await readReply(answered);
  const replies = messages.map((bytes) => responseDeserialize(bytes) as EchoResponse);
  return { ...answered, replies, trailers };
}

for (const protocol of PROTOCOLS) {
  suite(`gRPC-Web over ${protocol}`, () => {
    let running: RunningOnePort;
    before(async () => {
      running = await startOnePort();
    });
    after(() => running.close());

    test('a unary call: the message, and the trailers as the last message of the body', async () => {
      const call = openWebCall(running, protocol, { path: `${PATH}/Echo` });
      call.sent.end(encode({ message: 'hello' }));
      const { status: httpStatus, headers, replies, trailers } = await replyTo(call);
      assert.deepEqual([httpStatus, headers['content-type']], [200, 'application/grpc-web+proto']);
      assert.deepEqual(
        replies.map((reply) => reply.message),
        ['hello'],
      );
      assert.deepEqual(trailers, { 'grpc-status': '0', 'grpc-message': 'OK' });
    });

    test('what the server saw is the connection and stream of the web client, and its header fields', async () => {
      const headers = { 'X-B': '1', Authorization: 'Bearer s3cret', 'Grpc-Timeout': '5S' };
      const call = openWebCall(running, protocol, { path: `${PATH}/Echo`, headers });
      call.sent.end(encode({}));
      const [reply] = (await replyTo(call)).replies;
      const seen = reply?.seen;
      assert.match(seen?.connectionId ?? '', /^c\d+$/);
      assert.equal(seen?.peer?.address, '198.51.100.7');
      assert.equal(seen?.streamId, protocol === 'h2c' ? 1 : 0);
      assert.equal(seen?.deadline?.grpcTimeout, '5S');
      const shown = seen?.metadata.map(({ name, value }) => `${name}: ${value}`) ?? [];
      assert.ok(shown.includes('content-type: application/grpc-web+proto'));
      assert.ok(shown.includes('x-b: 1'));
      assert.ok(shown.includes('authorization: '));
    });

    test('a server stream: each message, then the trailers', async () => {
      const call = openWebCall(running, protocol, { path: `${PATH}/EchoServerStream` });
      call.sent.end(encode({ message: 'm', count: 3 }));
      const { replies, trailers } = await replyTo(call);
      assert.deepEqual(
        replies.map((reply) => reply.message),
        ['m', 'm', 'm'],
      );
      assert.equal(trailers?.['grpc-status'], '0');
    });

    test('a client stream whose body comes in pieces', async () => {
      const call = openWebCall(running, protocol, { path: `${PATH}/EchoClientStream` });
      for (const byte of Buffer.concat([encode({ message: 'first' }), encode({ message: 'last' })])) {
        call.sent.write(Buffer.from([byte]));
      }
      call.sent.end();
      const { replies } = await replyTo(call);
      assert.deepEqual(
        replies.map((reply) => reply.message),
        ['last'],
      );
    });

    test('Text-encoded streams: base64 with padding wherever the sender flushed', async () => {
      const call = openWebCall(running, protocol, { path: `${PATH}/Echo`, type: 'application/grpc-web-text' });
      const bytes = encode({ message: 'hello' });
      for (const [start, end] of [[0, 1], [1, 3], [3]]) {
        for (const character of bytes.subarray(start, end).toString('base64')) call.sent.write(character);
      }
      call.sent.end();
      const { headers, replies, trailers } = await replyTo(call);
      assert.equal(headers['content-type'], 'application/grpc-web-text+proto');
      assert.equal(replies[0]?.message, 'hello');
      assert.equal(trailers?.['grpc-status'], '0');
    });

    test('Text-encoded streams: Accept says what the answer is, whatever the request was', async () => {
      const headers = { accept: 'application/grpc-web-text' };
      const call = openWebCall(running, protocol, { path: `${PATH}/Echo`, headers });
      call.sent.end(encode({ message: 'hello' }));
      const answered = await replyTo(call);
      assert.equal(answered.headers['content-type'], 'application/grpc-web-text+proto');
      assert.equal(answered.replies[0]?.message, 'hello');
    });

    test('bytes that are no base64 end the call with the place where they came', async () => {
      const call = openWebCall(running, protocol, { path: `${PATH}/Echo`, type: 'application/grpc-web-text+proto' });
      call.sent.end('AAAA*AAA');
      const { headers } = await call.answer;
      assert.equal(headers['grpc-status'], '13');
      assert.equal(
        decodeURI(String(headers['grpc-message'])),
        'byte 0x2a came at offset 4 of the body: expected base64',
      );
    });

    test('they do so too when answers are out already', async () => {
      const call = openWebCall(running, protocol, {
        path: `${PATH}/EchoBidiStream`,
        type: 'application/grpc-web-text',
        headers: { accept: 'application/grpc-web' },
      });
      call.sent.write(encode({ message: '12345' }).toString('base64'));
      const answered = await call.answer;
      call.sent.end('*');
      const { trailers } = await readReply(answered);
      assert.equal(trailers?.['grpc-status'], '13');
    });

    test('Trailers-only: a status without messages is in the header fields', async () => {
      const call = openWebCall(running, protocol, { path: '/no.such.Service/Method' });
      call.sent.end(encode({}));
      const { status: httpStatus, headers, replies, trailers } = await replyTo(call);
      assert.equal(httpStatus, 200);
      assert.equal(headers['grpc-status'], String(status.UNIMPLEMENTED));
      assert.match(String(headers['grpc-message']), /no\.such\.Service\/Method/);
      assert.deepEqual([replies, trailers], [[], undefined]);
    });

    test('a deadline passes in the middle of a stream: its status is in the last message', async () => {
      const call = openWebCall(running, protocol, {
        path: `${PATH}/EchoServerStream`,
        headers: { 'grpc-timeout': '100m' },
      });
      call.sent.end(encode({ count: 2, intervalMs: 3_600_000 }));
      const { replies, trailers } = await replyTo(call);
      assert.equal(replies.length, 1);
      assert.equal(trailers?.['grpc-status'], String(status.DEADLINE_EXCEEDED));
    });

    test('a message that is too large is refused while it still comes', async () => {
      const call = openWebCall(running, protocol, { path: `${PATH}/Echo` });
      const body = message(Buffer.alloc(5_000_000));
      call.sent.end(body);
      const { headers } = await call.answer;
      assert.equal(headers['grpc-status'], String(status.RESOURCE_EXHAUSTED));
    });

    test('message formats that are not served are refused in words', async () => {
      const call = openWebCall(running, protocol, { path: `${PATH}/Echo`, type: 'application/grpc-web+json' });
      call.sent.end('{}');
      const { status: httpStatus, body } = await call.answer;
      assert.equal(httpStatus, 415);
      assert.equal(
        (await body.toArray()).join(''),
        'This is gRPC-Web of application/grpc-web+json: ' +
          'expected application/grpc-web+proto or application/grpc-web-text+proto.\n',
      );
    });

    test('RFC 9110 §15.5.6: methods other than POST are refused, with those that are not', async () => {
      const call = openWebCall(running, protocol, { path: `${PATH}/Echo`, method: 'PUT' });
      call.sent.end();
      const { status: httpStatus, headers, body } = await call.answer;
      assert.deepEqual([httpStatus, headers.allow], [405, 'POST, OPTIONS']);
      assert.equal((await body.toArray()).join(''), 'This is gRPC-Web by PUT: expected POST.\n');
    });

    test('CORS: an answer to another origin may be read, all of it', async () => {
      const call = openWebCall(running, protocol, {
        path: `${PATH}/Echo`,
        headers: { origin: 'https://page.example' },
      });
      call.sent.end(encode({}));
      const { headers } = await replyTo(call);
      assert.equal(headers['access-control-allow-origin'], '*');
      assert.equal(headers['access-control-expose-headers'], '*');
      assert.equal(headers['access-control-allow-credentials'], undefined);
    });

    test('HTTP that is no gRPC-Web goes on to the endpoints', async () => {
      const { status: httpStatus } = await send(running, protocol, { path: '/echo', method: 'OPTIONS' });
      assert.equal(httpStatus, 200);
    });
  });
}

test('the rest of a body that nobody wants is dropped, and the connection serves the next call', async () => {
  const running = await startOnePort();
  const client = running.listeners['http/1.1'].connect();
  const oversized = message(Buffer.alloc(5_000_000));
  for (const body of [oversized, encode({ message: 'next' })]) {
    client.write(`POST ${PATH}/Echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/grpc-web\r\n`);
    client.write(`content-length: ${body.length}\r\n\r\n`);
    client.write(body);
  }
  client.end();
  const text = (await client.toArray()).join('');
  await running.close();
  assert.match(text, /grpc-status: 8\r\n.*HTTP\/1\.1 200 OK\r\n.*next.*grpc-status: 0\r\n/s);
});

test('gRPC-Web over HTTP/1.1 on the gRPC port is told where HTTP is', async () => {
  const running = await startHttpServer({}, { listener: 'grpc' });
  const headers = { 'content-type': 'application/grpc-web+proto' };
  const { status: httpStatus } = await send(running, 'http/1.1', { method: 'POST', headers });
  await running.close();
  assert.equal(httpStatus, 426);
});
