import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { status } from '@grpc/grpc-js';

import { TEST_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { sendWithoutReading } from '../../deaf-client.ts';
import { ended, type RunningTestService, requestBytes, startTestService } from './support.ts';

suite('TestService/FullDuplexCall', () => {
  let running: RunningTestService;
  before(async () => {
    running = await startTestService();
  });
  after(() => running.close());

  test('answers each request before the next one comes', async () => {
    const call = running.client.FullDuplexCall();
    const end = ended(call);
    for (const size of [31_415, 9, 2_653]) {
      call.write({ responseParameters: [{ size }], payload: { body: Buffer.alloc(100) } });
      const [response] = await once(call, 'data');
      assert.equal(response.payload.body.length, size);
    }
    call.end();
    assert.equal((await end).status.code, status.OK);
  });

  test('a status that is asked for ends the call, and later requests are not answered', async () => {
    const call = running.client.FullDuplexCall();
    const end = ended(call);
    call.write({ responseParameters: [{ size: 1 }] });
    call.write({ responseStatus: { code: status.ABORTED, message: 'enough' } });
    call.write({ responseParameters: [{ size: 2 }] });
    const { sizes, status: last } = await end;
    assert.deepEqual([sizes, last.code, last.details], [[1], status.ABORTED, 'enough']);
  });

  test('waits for a client that does not read, and loses nothing', async () => {
    const request = requestBytes('FullDuplexCall', {
      responseParameters: [{ size: 16 * 1024 }],
      payload: { body: Buffer.alloc(16 * 1024) },
    });
    const path = `/${TEST_SERVICE}/FullDuplexCall`;
    const { takenUnread, answered } = await sendWithoutReading(running.listener, path, request, 200);
    assert.ok(takenUnread < 100, `${takenUnread} of 200 requests were taken`);
    assert.ok(answered > 200 * 16 * 1024);
  });
});
