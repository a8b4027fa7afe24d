import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import type { ServiceError } from '@grpc/grpc-js';

import type { StreamingInputCallRequest } from '../../../../src/gen/grpc/testing/StreamingInputCallRequest.ts';
import { TEST_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { callRaw, gzippedMessage, plainMessage } from '../../raw-call.ts';
import { methodOf } from '../../support.ts';
import { type RunningTestService, refused, requestBytes, startTestService } from './support.ts';

suite('TestService/StreamingInputCall', () => {
  let running: RunningTestService;
  before(async () => {
    running = await startTestService();
  });
  after(() => running.close());

  function sizeOf(requests: readonly StreamingInputCallRequest[]): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const call = running.client.StreamingInputCall((error: ServiceError | null, response) => {
        if (error !== null) reject(error);
        else resolve(response?.aggregatedPayloadSize);
      });
      for (const request of requests) call.write(request);
      call.end();
    });
  }

  test('answers the bytes of all payloads together', async () => {
    const payloads = [27_182, 8, 0, 1_828, 45_904].map((size) => ({ payload: { body: Buffer.alloc(size) } }));
    assert.equal(await sizeOf(payloads), 74_922);
    assert.equal(await sizeOf([{}]), 0);
    assert.equal(await sizeOf([]), 0);
  });

  test('refuses a message that should be compressed and is not', async () => {
    const requests = [{}, { expectCompressed: { value: true } }, { expectCompressed: { value: true } }];
    await assert.rejects(sizeOf(requests), refused('expect_compressed true: a message that is not compressed came'));
  });

  test('knows of each message whether it came compressed', async () => {
    const message = (size: number, value: boolean) => {
      const bytes = requestBytes('StreamingInputCall', {
        payload: { body: Buffer.alloc(size) },
        expectCompressed: { value },
      });
      return value ? gzippedMessage(bytes) : plainMessage(bytes);
    };
    const { messages } = await callRaw(running.listener, {
      path: `/${TEST_SERVICE}/StreamingInputCall`,
      headers: { 'grpc-encoding': 'gzip' },
      messages: [message(27_182, true), message(45_904, false), message(0, true), message(0, false)],
    });
    const method = methodOf(TEST_SERVICE, 'StreamingInputCall');
    assert.deepEqual(
      messages.map(({ bytes }) => method.responseDeserialize(bytes)),
      [{ aggregatedPayloadSize: 73_086 }],
    );
  });
});
