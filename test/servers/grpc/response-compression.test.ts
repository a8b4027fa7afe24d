/** Also fails when an upgrade of grpc-js sends messages in another way, or compresses them itself. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import {
  credentials,
  Metadata,
  makeClientConstructor,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';

import type { EchoRequest__Output as EchoRequest } from '../../../src/gen/sre/echo/v1/EchoRequest.ts';
import type { EchoResponse } from '../../../src/gen/sre/echo/v1/EchoResponse.ts';
import type { EchoServiceClient } from '../../../src/gen/sre/echo/v1/EchoService.ts';
import { readAsFastAsWritten } from '../../../src/servers/grpc/back-pressure.ts';
import { keepCallHeaders, takeCallFacts } from '../../../src/servers/grpc/call-facts.ts';
import { interceptStreams } from '../../../src/servers/grpc/intercept-streams.ts';
import { ECHO_SERVICE, loadProtos, serviceOf } from '../../../src/servers/grpc/protos.ts';
import { compressReplies, type ReplyCompression } from '../../../src/servers/grpc/response-compression.ts';
import { sendWithoutReading } from '../deaf-client.ts';
import { callRaw, connectTo, deframe, framed, openRawCall, plainMessage, type RawMessage } from '../raw-call.ts';
import { listen, methodOf, type PrivateListener } from '../support.ts';

const UNARY = `/${ECHO_SERVICE}/Echo`;
const SERVER_STREAM = `/${ECHO_SERVICE}/EchoServerStream`;
const BIDI = `/${ECHO_SERVICE}/EchoBidiStream`;
const TAKES_GZIP = { 'grpc-accept-encoding': 'identity, deflate,gzip' };

interface Handlers {
  Echo?(call: ServerUnaryCall<EchoRequest, EchoResponse>, reply: sendUnaryData<EchoResponse>): void;
  EchoServerStream?(call: ServerWritableStream<EchoRequest, EchoResponse>): void;
  EchoBidiStream?(call: ServerDuplexStream<EchoRequest, EchoResponse>): void;
}

async function withServer(handlers: Handlers, use: (listener: PrivateListener) => Promise<void>): Promise<void> {
  const server = new Server();
  server.addService(serviceOf(loadProtos(), ECHO_SERVICE), { ...handlers });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  interceptStreams(server, (stream, headers, raw) => {
    keepCallHeaders(stream, headers, raw);
    return true;
  });
  const listener = await listen((socket: Socket) => injector.injectConnection(socket));
  try {
    await use(listener);
  } finally {
    server.forceShutdown();
    await listener.close();
  }
}

function textOf({ isCompressed, bytes }: RawMessage): string {
  const message = isCompressed ? gunzipSync(bytes) : bytes;
  return (methodOf(ECHO_SERVICE, 'Echo').responseDeserialize(message) as { message: string }).message;
}

const request = plainMessage(methodOf(ECHO_SERVICE, 'Echo').requestSerialize({ message: '' }));

/** Does what the test wants of it, in each kind of call that has replies. */
function replying(text: string, prepare: (compression: ReplyCompression | undefined) => void): Handlers {
  return {
    Echo(call, reply) {
      prepare(compressReplies(call));
      reply(null, { message: text });
    },
    EchoServerStream(call) {
      prepare(compressReplies(call));
      call.write({ message: text });
      call.end();
    },
  };
}

for (const path of [UNARY, SERVER_STREAM]) {
  test(`${path}: a compressed reply has Compressed-Flag 1, its own length, and grpc-encoding gzip before it`, async () => {
    const text = 'long '.repeat(10_000);
    const handlers = replying(text, (compression) => compression?.next(true));
    await withServer(handlers, async (listener) => {
      const { headers, messages, trailers } = await callRaw(listener, {
        path,
        headers: TAKES_GZIP,
        messages: [request],
      });
      assert.equal(headers['grpc-encoding'], 'gzip');
      assert.deepEqual(
        messages.map(({ isCompressed, bytes }) => [isCompressed, bytes.length < 1_000]),
        [[true, true]],
      );
      assert.deepEqual(messages.map(textOf), [text]);
      assert.equal(trailers['grpc-status'], '0');
    });
  });

  test(`${path}: a reply of which nothing is said, or that it is not compressed, goes out as it is`, async () => {
    for (const say of [() => {}, (compression?: ReplyCompression) => compression?.next(false)]) {
      await withServer(replying('plain', say), async (listener) => {
        const { headers, messages } = await callRaw(listener, { path, headers: TAKES_GZIP, messages: [request] });
        assert.equal(headers['grpc-encoding'], 'gzip');
        assert.deepEqual(
          messages.map((message) => [message.isCompressed, textOf(message)]),
          [[false, 'plain']],
        );
      });
    }
  });
}

test('a client that does not say that it takes gzip gets no compression, and grpc-encoding identity', async () => {
  for (const accepted of [undefined, 'identity', 'deflate, xgzip', '']) {
    const asked: unknown[] = [];
    const handlers = replying('plain', (compression) => asked.push(compression));
    await withServer(handlers, async (listener) => {
      const { headers, messages } = await callRaw(listener, {
        path: UNARY,
        headers: accepted === undefined ? {} : { 'grpc-accept-encoding': accepted },
        messages: [request],
      });
      assert.deepEqual(asked, [undefined]);
      assert.equal(headers['grpc-encoding'], 'identity');
      assert.deepEqual(
        messages.map((message) => [message.isCompressed, textOf(message)]),
        [[false, 'plain']],
      );
    });
  }
});

test('the client may be asked for after the facts of the call were taken', async () => {
  const handlers: Handlers = {
    Echo(call, reply) {
      takeCallFacts(call);
      compressReplies(call)?.next(true);
      reply(null, { message: '' });
    },
  };
  await withServer(handlers, async (listener) => {
    const { messages } = await callRaw(listener, { path: UNARY, headers: TAKES_GZIP, messages: [request] });
    assert.deepEqual(
      messages.map(({ isCompressed }) => isCompressed),
      [true],
    );
  });
});

test('once metadata has gone out it is too late', async () => {
  const asked: unknown[] = [];
  const handlers: Handlers = {
    Echo(call, reply) {
      call.sendMetadata(new Metadata());
      asked.push(compressReplies(call));
      reply(null, { message: '' });
    },
  };
  await withServer(handlers, async (listener) => {
    const { headers } = await callRaw(listener, { path: UNARY, headers: TAKES_GZIP, messages: [request] });
    assert.equal(headers['grpc-encoding'], 'identity');
    assert.deepEqual(asked, [undefined]);
  });
});

test('messages keep their order, whichever are compressed and however many are written ahead', async () => {
  const texts = Array.from({ length: 100 }, (_, i) => `${i} `.repeat(i % 7 === 0 ? 5_000 : 1));
  const handlers: Handlers = {
    EchoServerStream(call) {
      const compression = compressReplies(call);
      for (const [i, message] of texts.entries()) {
        compression?.next(i % 3 !== 0);
        call.write({ message });
      }
      call.end();
    },
  };
  await withServer(handlers, async (listener) => {
    const { messages } = await callRaw(listener, { path: SERVER_STREAM, headers: TAKES_GZIP, messages: [request] });
    assert.deepEqual(messages.map(textOf), texts);
    assert.deepEqual(
      messages.map(({ isCompressed }) => isCompressed),
      texts.map((_, i) => i % 3 !== 0),
    );
  });
});

/** Takes tens of milliseconds to compress, a multiple of what a client needs to say something else. */
const SLOW_TO_COMPRESS = randomBytes(3_000_000).toString('base64');

test('a message that is being compressed is not lost when the call is ended behind it', async () => {
  const writes = new EventEmitter();
  const handlers: Handlers = {
    EchoBidiStream(call) {
      const compression = compressReplies(call);
      call.on('data', () => {
        compression?.next(true);
        call.write({ message: SLOW_TO_COMPRESS });
        writes.emit('first');
      });
    },
  };
  await withServer(handlers, async (listener) => {
    const session = connectTo(listener);
    const stream = openRawCall(session, { path: BIDI, headers: TAKES_GZIP });
    const trailers = once(stream, 'trailers');
    const body = buffer(stream);
    const isWritten = once(writes, 'first');
    stream.write(framed(request));
    await isWritten;
    // No protobuf: grpc-js ends the call at once, and does not wait for what was written.
    stream.write(framed(plainMessage(Buffer.from([0xff]))));
    const messages = deframe(await body);
    assert.deepEqual(
      messages.map((message) => [message.isCompressed, textOf(message) === SLOW_TO_COMPRESS]),
      [[true, true]],
    );
    assert.equal((await trailers)[0]['grpc-status'], '13');
    session.destroy();
  });
});

test('who does not read compressed messages makes the server wait', async () => {
  const handlers: Handlers = {
    EchoBidiStream(call) {
      const compression = compressReplies(call);
      call.on('data', (received) => {
        compression?.next(true);
        call.write({ message: received.message });
      });
      call.on('end', () => call.end());
      readAsFastAsWritten(call);
    },
  };
  await withServer(handlers, async (listener) => {
    const text = randomBytes(12 * 1024).toString('base64');
    const message = methodOf(ECHO_SERVICE, 'Echo').requestSerialize({ message: text });
    const { takenUnread, answered } = await sendWithoutReading(listener, BIDI, message, 200, TAKES_GZIP);
    assert.ok(takenUnread < 100, `${takenUnread} of 200 messages were taken`);
    // Compressed base64 is about three quarters of it.
    assert.ok(answered > 0.7 * 200 * message.length && answered < 0.9 * 200 * message.length, `${answered} bytes`);
  });
});

test('a call that fails before its first message has no grpc-encoding, and its status', async () => {
  const handlers: Handlers = {
    Echo(call, reply) {
      compressReplies(call)?.next(true);
      reply({ code: 3, details: 'no' });
    },
  };
  await withServer(handlers, async (listener) => {
    const { headers, messages } = await callRaw(listener, { path: UNARY, headers: TAKES_GZIP, messages: [request] });
    assert.equal(headers['grpc-encoding'], undefined);
    assert.equal(headers['grpc-status'], '3');
    assert.deepEqual(messages, []);
  });
});

test('a client that cancels while its message is compressed harms nobody', async () => {
  const cancelled: Promise<unknown>[] = [];
  const handlers: Handlers = {
    ...replying('still here', (compression) => compression?.next(true)),
    EchoBidiStream(call) {
      const compression = compressReplies(call);
      cancelled.push(once(call, 'cancelled'));
      call.sendMetadata(new Metadata());
      call.on('data', () => {
        compression?.next(true);
        call.write({ message: SLOW_TO_COMPRESS });
      });
    },
  };
  await withServer(handlers, async (listener) => {
    const session = connectTo(listener);
    const stream = openRawCall(session, { path: BIDI, headers: TAKES_GZIP });
    await once(stream, 'response');
    stream.write(framed(request), () => stream.close(8));
    await once(stream, 'close');
    await cancelled[0];
    const { messages } = await callRaw(listener, { path: UNARY, headers: TAKES_GZIP, messages: [request] });
    assert.deepEqual(messages.map(textOf), ['still here']);
    session.destroy();
  });
});

test('a gRPC client reads what it gets', async () => {
  const handlers = replying('read by grpc-js '.repeat(1_000), (compression) => compression?.next(true));
  await withServer(handlers, async (listener) => {
    const EchoClient = makeClientConstructor(serviceOf(loadProtos(), ECHO_SERVICE), ECHO_SERVICE);
    const client = new EchoClient(
      `unix:${listener.path}`,
      credentials.createInsecure(),
    ) as unknown as EchoServiceClient;
    const message = await new Promise((resolve, reject) => {
      client.Echo({ message: '' }, (error, response) => (error === null ? resolve(response?.message) : reject(error)));
    });
    assert.equal(message, 'read by grpc-js '.repeat(1_000));
    client.close();
  });
});
