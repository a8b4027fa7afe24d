/** These tests fail when an upgrade of grpc-js wants more of a stream than CallStream has. */

import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  Metadata,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';

import { ECHO_SERVICE } from '../../../src/servers/grpc/protos.ts';
import { PROTOCOLS, startHttpServer } from '../http/support.ts';
import { ownEcho } from './own-service.ts';
import { message, openWebCall, readReply } from './web-client.ts';

/** Far longer than the server takes for what it is going to take. */
const PATIENCE_MS = 300;
const COUNT = 200;
const TEXT = 'x'.repeat(64 * 1024);

const pathOf = (method: string): string => `/${ECHO_SERVICE}/${method}`;

for (const protocol of PROTOCOLS) {
  suite(`a gRPC-Web call over ${protocol} is to its handler what a gRPC call is`, () => {
    test('metadata goes both ways, binary too, and the status ends it', async () => {
      const grpc = ownEcho({
        Echo(call: ServerUnaryCall<object, object>, reply: sendUnaryData<object>) {
          const headers = new Metadata();
          headers.add('x-many', 'a');
          headers.add('x-many', 'b');
          headers.set('x-bin', call.metadata.get('x-bin')[0] ?? '');
          call.sendMetadata(headers);
          const trailers = new Metadata();
          trailers.set('x-trailer', 'end');
          reply({ code: status.ABORTED, details: 'späť %', metadata: trailers });
        },
      });
      const running = await startHttpServer({}, {}, grpc);
      const binary = Buffer.from([0, 255]).toString('base64');
      const call = openWebCall(running, protocol, { path: pathOf('Echo'), headers: { 'x-bin': binary } });
      call.sent.end(message(Buffer.alloc(0)));
      const answer = await call.answer;
      const { trailers } = await readReply(answer);
      await running.close();
      assert.equal(answer.headers['x-many'], 'a, b');
      assert.equal(answer.headers['x-bin'], binary);
      assert.equal(trailers?.['x-trailer'], 'end');
      assert.equal(trailers['grpc-status'], String(status.ABORTED));
      assert.equal(decodeURI(trailers['grpc-message'] ?? ''), 'späť %');
    });

    test('metadata that would frame HTTP is refused, and the connection lives on', async () => {
      const grpc = ownEcho({
        Echo(call: ServerUnaryCall<object, object>, reply: sendUnaryData<object>) {
          const headers = new Metadata();
          headers.set('content-length', '3');
          call.sendMetadata(headers);
          reply(null, {});
        },
      });
      const running = await startHttpServer({}, {}, grpc);
      const call = openWebCall(running, protocol, { path: pathOf('Echo') });
      call.sent.end(message(Buffer.alloc(0)));
      const { headers } = await call.answer;
      await running.close();
      assert.equal(headers['grpc-status'], String(status.INTERNAL));
      assert.match(decodeURI(String(headers['grpc-message'])), /content-length .*expected none that frames HTTP/);
    });

    test('it is cancelled when the client leaves', async () => {
      const handler = new EventEmitter();
      const cancelled = once(handler, 'cancelled');
      const grpc = ownEcho({
        EchoServerStream(call: ServerWritableStream<object, object>) {
          call.on('cancelled', () => handler.emit('cancelled'));
          call.write({ message: 'first' });
        },
      });
      const running = await startHttpServer({}, {}, grpc);
      const call = openWebCall(running, protocol, { path: pathOf('EchoServerStream') });
      call.sent.end(message(Buffer.alloc(0)));
      const { body } = await call.answer;
      await once(body, 'data');
      call.cancel();
      await cancelled;
      await running.close();
    });

    test('it waits for a client that does not read', async () => {
      let written = 0;
      const grpc = ownEcho({
        EchoServerStream(call: ServerWritableStream<object, object>) {
          const next = (): void => {
            if (written === COUNT) call.end();
            else call.write({ message: TEXT }, next);
            written++;
          };
          next();
        },
      });
      const running = await startHttpServer({}, {}, grpc);
      const call = openWebCall(running, protocol, { path: pathOf('EchoServerStream') });
      call.sent.end(message(Buffer.alloc(0)));
      const answer = await call.answer;
      await sleep(PATIENCE_MS);
      assert.ok(written < COUNT / 2, `${written} of ${COUNT} messages were written`);
      const { messages, trailers } = await readReply(answer);
      assert.deepEqual([messages.length, trailers?.['grpc-status']], [COUNT, '0']);
      await running.close();
    });

    test('a client waits for a handler that does not read', async () => {
      const server = new EventEmitter();
      const opened = once(server, 'opened');
      let received = 0;
      const grpc = ownEcho({
        EchoClientStream(call: ServerReadableStream<object, object>, reply: sendUnaryData<object>) {
          call.on('end', () => reply(null, {}));
          server.emit('opened', call);
        },
      });
      const running = await startHttpServer({}, {}, grpc);
      const call = openWebCall(running, protocol, { path: pathOf('EchoClientStream') });
      let taken = 0;
      for (let n = 0; n < COUNT; n++) call.sent.write(message(Buffer.from(`\x0a\x80\x80\x04${TEXT}`)), () => taken++);
      call.sent.end();
      const [handler] = await opened;
      await sleep(PATIENCE_MS);
      assert.ok(taken < COUNT / 2, `${taken} of ${COUNT} messages were taken`);
      handler.on('data', () => received++);
      const { trailers } = await readReply(await call.answer);
      assert.deepEqual([received, trailers?.['grpc-status']], [COUNT, '0']);
      await running.close();
    });
  });
}
