import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { type ServiceError, status } from '@grpc/grpc-js';

import { TEST_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { callRaw, plainMessage } from '../../raw-call.ts';
import { type RunningTestService, startTestService } from './support.ts';

suite('TestService/EmptyCall', () => {
  let running: RunningTestService;
  before(async () => {
    running = await startTestService();
  });
  after(() => running.close());

  test('replies a message of no bytes, and echoes metadata', async () => {
    const { headers, messages, trailers } = await callRaw(running.listener, {
      path: `/${TEST_SERVICE}/EmptyCall`,
      headers: { 'x-grpc-test-echo-initial': 'first', 'x-grpc-test-echo-trailing-bin': 'q6ur' },
      messages: [plainMessage(Buffer.alloc(0))],
    });
    assert.equal(headers['x-grpc-test-echo-initial'], 'first');
    assert.deepEqual(messages, [plainMessage(Buffer.alloc(0))]);
    assert.equal(trailers['grpc-status'], '0');
    assert.equal(trailers['x-grpc-test-echo-trailing-bin'], 'q6ur');
  });

  test('UnimplementedCall beside it is not implemented, nor is UnimplementedService', async () => {
    const error = await new Promise<ServiceError | null>((resolve) => {
      running.client.UnimplementedCall({}, (failure) => resolve(failure));
    });
    assert.equal(error?.code, status.UNIMPLEMENTED);
    const { trailers } = await callRaw(running.listener, {
      path: '/grpc.testing.UnimplementedService/UnimplementedCall',
      messages: [plainMessage(Buffer.alloc(0))],
    });
    assert.equal(trailers['grpc-status'], `${status.UNIMPLEMENTED}`);
  });
});
