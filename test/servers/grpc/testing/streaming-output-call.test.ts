import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { TEST_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { callRaw, plainMessage } from '../../raw-call.ts';
import { type RunningTestService, requestBytes, startTestService } from './support.ts';

suite('TestService/StreamingOutputCall', () => {
  let running: RunningTestService;
  before(async () => {
    running = await startTestService();
  });
  after(() => running.close());

  test('says grpc-encoding gzip only where it will compress', async () => {
    for (const [value, encoding] of [
      [true, 'gzip'],
      [false, 'identity'],
    ] as const) {
      const request = { responseParameters: [{ size: 1 }, { size: 1, compressed: { value } }] };
      const { headers, messages } = await callRaw(running.listener, {
        path: `/${TEST_SERVICE}/StreamingOutputCall`,
        headers: { 'grpc-accept-encoding': 'gzip' },
        messages: [plainMessage(requestBytes('StreamingOutputCall', request))],
      });
      assert.equal(headers['grpc-encoding'], encoding);
      assert.deepEqual(
        messages.map(({ isCompressed }) => isCompressed),
        [false, value],
      );
    }
  });
});
