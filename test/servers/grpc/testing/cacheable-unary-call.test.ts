import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { TEST_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { callRaw, plainMessage } from '../../raw-call.ts';
import { methodOf } from '../../support.ts';
import { type RunningTestService, requestBytes, startTestService } from './support.ts';

suite('TestService/CacheableUnaryCall', () => {
  let running: RunningTestService;
  before(async () => {
    running = await startTestService();
  });
  after(() => running.close());

  async function call(payload: string): Promise<{ readonly answer: string; readonly age: string | undefined }> {
    const request = requestBytes('CacheableUnaryCall', { payload: { body: Buffer.from(payload) } });
    const { headers, messages } = await callRaw(running.listener, {
      path: `/${TEST_SERVICE}/CacheableUnaryCall`,
      messages: [plainMessage(request)],
    });
    assert.equal(headers['cache-control'], 'max-age=60, public');
    const response = methodOf(TEST_SERVICE, 'CacheableUnaryCall').responseDeserialize(messages[0]?.bytes as Buffer);
    return { answer: `${(response as { payload: { body: Buffer } }).payload.body}`, age: headers.age };
  }

  test('answers the time with nanoseconds, and the same request the same, with its age, RFC 9111 §5.1', async () => {
    const first = await call('a');
    assert.match(first.answer, /^\d{10,}$/);
    assert.equal(first.age, undefined);
    const again = await call('a');
    assert.equal(again.answer, first.answer);
    assert.match(`${again.age}`, /^\d+$/);
    const other = await call('b');
    assert.notEqual(other.answer, first.answer);
  });
});
