import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, suite, test } from 'node:test';

import { type StatusObject, status } from '@grpc/grpc-js';

import type { EchoRequest } from '../../../../src/gen/sre/echo/v1/EchoRequest.ts';
import type { EchoResponse__Output as EchoResponse } from '../../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { ECHO_SERVICE } from '../../../../src/servers/grpc/protos.ts';
import { sendWithoutReading } from '../../deaf-client.ts';
import { methodOf, type RunningGrpcServer, startGrpcServer } from '../../support.ts';
import { endOf } from './support.ts';

suite('EchoService/EchoBidiStream', () => {
  let running: RunningGrpcServer;
  before(async () => {
    running = await startGrpcServer();
  });
  after(() => running.close());

  test('sends each message back before the next one comes', async () => {
    const call = running.echo.EchoBidiStream();
    for (const [index, message] of ['a', 'b', 'c'].entries()) {
      call.write({ message });
      const [response] = await once(call, 'data');
      assert.equal(response.message, message);
      assert.equal(response.seen.messageIndex, index);
    }
    call.end();
    const [end] = await once(call, 'status');
    assert.equal(end.code, 0);
  });

  test('waits for a client that does not read, and loses nothing', async () => {
    const { requestSerialize } = methodOf(ECHO_SERVICE, 'EchoBidiStream');
    const message = requestSerialize({ message: 'x'.repeat(16 * 1024) });
    const path = `/${ECHO_SERVICE}/EchoBidiStream`;
    const { takenUnread, answered } = await sendWithoutReading(running.listener, path, message, 200);
    assert.ok(takenUnread < 100, `${takenUnread} of 200 messages were taken`);
    assert.ok(answered > 200 * message.length);
  });

  /** The requests one behind the other, without waiting for replies. */
  async function answers(requests: readonly EchoRequest[]): Promise<{ replies: EchoResponse[]; end: StatusObject }> {
    const call = running.echo.EchoBidiStream();
    const replies: EchoResponse[] = [];
    call.on('data', (reply) => replies.push(reply));
    for (const request of requests) call.write(request);
    call.end();
    const end = await endOf(call);
    return { replies, end };
  }

  test('sends as many replies to each request as it asks for, in their order', async () => {
    const requests = [{ message: 'a', count: 2, intervalMs: 5 }, { message: 'b', count: 0 }, { message: 'c' }];
    const { replies, end } = await answers(requests);
    assert.deepEqual(
      replies.map(({ message, seen }) => [message, seen?.messageIndex, seen?.received !== null]),
      [
        ['a', 0, true],
        ['a', 0, false],
        ['c', 2, true],
      ],
    );
    assert.equal(end.code, status.OK);
  });

  test('ends with the latest status and trailers where it does not say when', async () => {
    const { replies, end } = await answers([
      { status: { code: 'ABORTED' }, responseTrailers: [{ name: 'x-t', value: '1' }] },
      { status: { code: 'DATA_LOSS' } },
      {},
    ]);
    assert.equal(replies.length, 3);
    assert.equal(end.code, status.DATA_LOSS);
    assert.deepEqual(end.metadata.get('x-t'), ['1']);
  });

  test('ends with the status after as many replies of the call as it was asked to', async () => {
    const { replies, end } = await answers([
      { status: { code: 'ABORTED', afterMessages: 3 }, count: 2 },
      { count: 2 },
      {},
    ]);
    assert.equal(replies.length, 3);
    assert.equal(end.code, status.ABORTED);
  });

  test('refuses a request that cannot be done, behind the replies to those before it', async () => {
    const { replies, end } = await answers([{ message: 'a' }, { message: 'b', count: 1_000_001 }, { message: 'c' }]);
    assert.deepEqual(
      replies.map(({ message }) => message),
      ['a'],
    );
    assert.equal(end.code, status.INVALID_ARGUMENT);
    assert.equal(end.details, 'count 1000001: expected at most 1000000');
  });

  test('sends the response headers when the first request comes, also without a reply', async () => {
    const call = running.echo.EchoBidiStream();
    call.resume();
    call.write({ count: 0, responseHeaders: [{ name: 'x-h', value: '1' }] });
    const [metadata] = await once(call, 'metadata');
    assert.deepEqual(metadata.get('x-h'), ['1']);
    call.end();
    await once(call, 'status');
  });

  test('stops when the client cancels, also between two replies', async () => {
    const call = running.echo.EchoBidiStream();
    call.write({ count: 2, intervalMs: 3_600_000 });
    await once(call, 'data');
    call.cancel();
    const [error] = await once(call, 'error');
    assert.equal(error.code, status.CANCELLED);
    // An hour-long sleep that went on would keep this test process from ending.
  });
});
