import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import type { EchoRequest } from '../../../../src/gen/sre/echo/v1/EchoRequest.ts';
import { ECHO_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { callRaw, plainMessage, type RawResponse } from '../../raw-call.ts';
import { methodOf, type RunningGrpcServer, startGrpcServer } from '../../support.ts';

const TAKES_GZIP = 'identity,gzip';

suite('gzip', () => {
  let running: RunningGrpcServer;
  before(async () => {
    running = await startGrpcServer();
  });
  after(() => running.close());

  function call(method: string, requests: readonly EchoRequest[], accepts?: string): Promise<RawResponse> {
    const { requestSerialize } = methodOf(ECHO_SERVICE, method);
    return callRaw(running.listener, {
      path: `/${ECHO_SERVICE}/${method}`,
      headers: accepts === undefined ? {} : { 'grpc-accept-encoding': accepts },
      messages: requests.map((request) => plainMessage(requestSerialize(request))),
    });
  }

  function messageOf(method: string, bytes: Buffer): string {
    const reply: { readonly message?: string } = methodOf(ECHO_SERVICE, method).responseDeserialize(bytes);
    return reply.message ?? '';
  }

  for (const method of ['Echo', 'EchoServerStream', 'EchoClientStream', 'EchoBidiStream']) {
    test(`${method} compresses its replies where it is asked to`, async () => {
      const request = { message: 'm', gzip: true, responseHeaders: [{ name: 'x-h', value: '1' }] };
      const { headers, messages, trailers } = await call(method, [request], TAKES_GZIP);
      assert.equal(headers['grpc-encoding'], 'gzip');
      assert.equal(headers['x-h'], '1');
      assert.equal(messages.length, method === 'EchoServerStream' ? 3 : 1);
      for (const { isCompressed, bytes } of messages) {
        assert.equal(isCompressed, true);
        assert.equal(messageOf(method, gunzipSync(bytes)), 'm');
      }
      assert.equal(trailers['grpc-status'], '0');
    });

    test(`${method} refuses to where its client does not take it`, async () => {
      const [one, other] = [await call(method, [{ gzip: true }]), await call(method, [{ gzip: true }], 'deflate')];
      assert.equal(one.trailers['grpc-status'], '3');
      assert.equal(
        decodeURI(`${other.trailers['grpc-message']}`),
        'gzip: grpc-accept-encoding of the client is "deflate": expected gzip in it',
      );
      assert.equal(one.messages.length + other.messages.length, 0);
    });
  }

  test('is not used where nobody asks for it', async () => {
    const { headers, messages } = await call('Echo', [{ message: 'm' }], TAKES_GZIP);
    assert.equal(headers['grpc-encoding'], 'identity');
    assert.equal(messages[0]?.isCompressed, false);
  });

  test('is for the replies to each request by themselves', async () => {
    const { messages } = await call('EchoBidiStream', [{ gzip: true, count: 2 }, {}, { gzip: true }], TAKES_GZIP);
    assert.deepEqual(
      messages.map(({ isCompressed }) => isCompressed),
      [true, true, false, true],
    );
  });

  test('is refused in a later request where the first one did not ask for it', async () => {
    const { messages, trailers } = await call('EchoBidiStream', [{}, { gzip: true }], TAKES_GZIP);
    assert.equal(messages.length, 1);
    assert.equal(
      decodeURI(`${trailers['grpc-message']}`),
      'gzip in a later request: expected in the first one of the call',
    );
  });

  test('compresses no status', async () => {
    const { messages, trailers } = await call('Echo', [{ gzip: true, status: { code: 'ABORTED' } }], TAKES_GZIP);
    assert.equal(messages.length, 0);
    assert.equal(trailers['grpc-status'], '10');
  });
});
