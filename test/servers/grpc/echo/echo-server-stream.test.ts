import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { type Metadata, type StatusObject, status } from '@grpc/grpc-js';

import type { EchoRequest } from '../../../../src/gen/sre/echo/v1/EchoRequest.ts';
import type { EchoResponse__Output as EchoResponse } from '../../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { type RunningGrpcServer, startGrpcServer } from '../../support.ts';
import { endOf } from './support.ts';

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

  /** What came before the end, and the end. */
  async function ended(
    request: EchoRequest,
  ): Promise<{ count: number; headers: Metadata | undefined; end: StatusObject }> {
    const call = running.echo.EchoServerStream(request);
    let count = 0;
    call.on('data', () => {
      count++;
    });
    let headers: Metadata | undefined;
    call.on('metadata', (metadata) => {
      headers = metadata;
    });
    const end = await endOf(call);
    return { count, headers, end };
  }

  test('sends a payload with each reply', async () => {
    const sizes = (await replies({ count: 2, payloadBytes: 1_000 })).map(({ payload }) => payload.length);
    assert.deepEqual(sizes, [1_000, 1_000]);
  });

  test('sends the response headers before the first reply, and the trailers behind the last', async () => {
    const { count, headers, end } = await ended({
      responseHeaders: [{ name: 'x-h', value: '1' }],
      responseTrailers: [{ name: 'x-t', value: '2' }],
    });
    assert.equal(count, 3);
    assert.deepEqual(headers?.get('x-h'), ['1']);
    assert.deepEqual(end.metadata.get('x-t'), ['2']);
    assert.equal(end.code, status.OK);
  });

  for (const [afterMessages, expected] of [
    [0, 0],
    [2, 2],
    [3, 3],
    [9, 3],
    [undefined, 3],
  ] as const) {
    test(`ends with the status after ${expected} of 3 replies where it is to come after ${afterMessages}`, async () => {
      const after = afterMessages === undefined ? {} : { afterMessages };
      const { count, end } = await ended({
        status: { code: 'DATA_LOSS', message: 'gone', ...after },
        responseTrailers: [{ name: 'x-t', value: '2' }],
      });
      assert.equal(count, expected);
      assert.equal(end.code, status.DATA_LOSS);
      assert.equal(end.details, 'gone');
      assert.deepEqual(end.metadata.get('x-t'), ['2']);
    });
  }

  test('does not wait an interval for a status that is due', async () => {
    const { count } = await ended({ intervalMs: 3_600_000, status: { code: 'ABORTED', afterMessages: 1 } });
    assert.equal(count, 1);
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
