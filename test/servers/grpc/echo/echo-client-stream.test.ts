import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { type StatusObject, status } from '@grpc/grpc-js';

import type { EchoRequest } from '../../../../src/gen/sre/echo/v1/EchoRequest.ts';
import type { EchoResponse__Output as EchoResponse } from '../../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { type RunningGrpcServer, startGrpcServer } from '../../support.ts';
import { endOf } from './support.ts';

suite('EchoService/EchoClientStream', () => {
  let running: RunningGrpcServer;
  before(async () => {
    running = await startGrpcServer();
  });
  after(() => running.close());

  function send(messages: readonly string[], also: EchoRequest = {}): Promise<EchoResponse> {
    return new Promise((resolve, reject) => {
      const call = running.echo.EchoClientStream((error, response) =>
        response === undefined ? reject(error) : resolve(response),
      );
      for (const message of messages) call.write({ message, ...also });
      call.end();
    });
  }

  test('replies once, with the last message and its index', async () => {
    const { message, seen } = await send(['a', 'b', 'c']);
    assert.equal(message, 'c');
    assert.equal(seen?.messageIndex, 2);
    assert.equal(seen.connectionId, 'c1');
  });

  test('replies without an index where there was no message', async () => {
    const { message, seen } = await send([]);
    assert.equal(message, '');
    assert.equal(seen?.messageIndex, undefined);
  });

  /** Writes the requests, and half-closes only when the call has ended. */
  async function endedBeforeHalfClose(requests: readonly EchoRequest[]): Promise<StatusObject> {
    const call = running.echo.EchoClientStream(() => {});
    for (const request of requests) call.write(request);
    return endOf(call);
  }

  test('fails after as many requests as it was asked to, without the half-close', async () => {
    const chosen = { code: 'RESOURCE_EXHAUSTED', message: 'full', afterMessages: 2 } as const;
    const end = await endedBeforeHalfClose([
      { status: chosen, responseTrailers: [{ name: 'x-t', value: '1' }] },
      {},
      {},
    ]);
    assert.equal(end.code, status.RESOURCE_EXHAUSTED);
    assert.equal(end.details, 'full');
    assert.deepEqual(end.metadata.get('x-t'), ['1']);
  });

  test('fails at the half-close where it does not say when', async () => {
    await assert.rejects(send(['a', 'b'], { status: { code: 'ABORTED' } }), { code: status.ABORTED });
  });

  test('refuses a request that cannot be done when it comes', async () => {
    const end = await endedBeforeHalfClose([{}, { payloadBytes: 16_777_217 }]);
    assert.equal(end.code, status.INVALID_ARGUMENT);
    assert.equal(end.details, 'payload_bytes 16777217: expected at most 16777216');
  });

  test('sends the response headers of the first request, and refuses those of a later one', async () => {
    const responseHeaders = [{ name: 'x-h', value: '1' }];
    const call = running.echo.EchoClientStream(() => {});
    call.write({ responseHeaders });
    const [metadata] = await once(call, 'metadata');
    assert.deepEqual(metadata.get('x-h'), ['1']);
    call.end();
    const end = await endedBeforeHalfClose([{}, { responseHeaders }]);
    assert.equal(end.details, 'response_headers in a later request: expected in the first one of the call');
  });

  test('replies with the payload that the last request asks for', async () => {
    assert.equal((await send(['a', 'b'], { payloadBytes: 10 })).payload.length, 10);
  });
});
