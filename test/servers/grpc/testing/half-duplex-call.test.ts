import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { status } from '@grpc/grpc-js';

import { ended, type RunningTestService, startTestService } from './support.ts';

suite('TestService/HalfDuplexCall', () => {
  let running: RunningTestService;
  before(async () => {
    running = await startTestService();
  });
  after(() => running.close());

  test('answers all requests, in order, and none before the client has half-closed', async () => {
    const call = running.client.HalfDuplexCall();
    let isEnded = false;
    call.once('data', () => assert.equal(isEnded, true));
    const end = ended(call);
    for (const size of [3, 1]) call.write({ responseParameters: [{ size }, { size: size + 10 }] });
    // A round trip on the same connection: what was sent before it has arrived.
    const other = running.client.FullDuplexCall();
    const otherEnd = ended(other);
    other.end();
    await otherEnd;
    isEnded = true;
    call.end();
    const { sizes, status: last } = await end;
    assert.deepEqual([sizes, last.code], [[3, 13, 1, 11], status.OK]);
  });

  test('refuses more responses than it takes, also when several requests ask for them', async () => {
    const call = running.client.HalfDuplexCall();
    const end = ended(call);
    const responseParameters = Array.from({ length: 6_000 }, () => ({}));
    call.write({ responseParameters });
    call.write({ responseParameters });
    const { sizes, status: last } = await end;
    assert.deepEqual(sizes, []);
    assert.deepEqual(
      [last.code, last.details],
      [status.INVALID_ARGUMENT, '12000 response_parameters: expected at most 10000'],
    );
  });
});
