import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { status } from '@grpc/grpc-js';

import type { EchoRequest } from '../../../../src/gen/sre/echo/v1/EchoRequest.ts';
import type { EchoResponse__Output as EchoResponse } from '../../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { type RunningGrpcServer, startGrpcServer } from '../../support.ts';

suite('EchoService/EchoServerStream', () => {
  let running: RunningGrpcServer;
  before(async () => {
    running = await startGrpcServer();
  });
  after(() => running.close());

  async function replies(request: EchoRequest): Promise<EchoResponse[]> {
    return running.echo.EchoServerStream(request).toArray();
  }

  test('sends three replies where no count is given', async () => {
    assert.deepEqual(
      (await replies({ message: 'm' })).map(({ message, seen }) => [message, seen?.messageIndex]),
      [
        ['m', 0],
        ['m', 1],
        ['m', 2],
      ],
    );
  });

  test('sends as many replies as were asked for, none among them', async () => {
    assert.equal((await replies({ count: 0 })).length, 0);
    assert.equal((await replies({ count: 2_000 })).length, 2_000);
  });

  test('tells the metadata on the first reply only', async () => {
    const [first, second] = await replies({ count: 2 });
    assert.equal(first?.seen?.connectionId, 'c1');
    assert.equal(first.seen.metadata[0]?.name, ':authority');
    assert.deepEqual(second?.seen?.metadata, []);
  });

  test('keeps the interval between replies', async () => {
    const before = performance.now();
    await replies({ count: 3, intervalMs: 40 });
    assert.ok(performance.now() - before >= 75);
  });

  test('refuses more than it would send, and says how much that is', async () => {
    await assert.rejects(replies({ count: 1_000_001 }), {
      code: status.INVALID_ARGUMENT,
      details: 'count 1000001: expected at most 1000000',
    });
    await assert.rejects(replies({ intervalMs: 3_600_001 }), {
      code: status.INVALID_ARGUMENT,
      details: 'interval_ms 3600001: expected at most 3600000',
    });
  });

  test('stops when the client cancels, also between two replies', async () => {
    const call = running.echo.EchoServerStream({ count: 2, intervalMs: 3_600_000 });
    await once(call, 'data');
    call.cancel();
    const [error] = await once(call, 'error');
    assert.equal(error.code, status.CANCELLED);
    // An hour-long sleep that went on would keep this test process from ending.
    await running.server.drain(1_000);
  });
});
