import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';

import { type StatusObject, status } from '@grpc/grpc-js';

import type { EchoRequest } from '../../../../src/gen/sre/echo/v1/EchoRequest.ts';
import type { EchoResponse__Output as EchoResponse } from '../../../../src/gen/sre/echo/v1/EchoResponse.ts';
import { createCallFaults } from '../../../../src/servers/faults/call-faults.ts';
import { type FakeClock, type FakeTransport, fakeClock, fakeTransport } from '../../faults/fake-tools.ts';
import { type RunningGrpcServer, startGrpcServer } from '../../support.ts';
import { endOf } from './support.ts';

const METHODS = ['Echo', 'EchoServerStream', 'EchoClientStream', 'EchoBidiStream'] as const;

suite('the fault of an EchoRequest', () => {
  let running: RunningGrpcServer;
  let clock: FakeClock;
  let transport: FakeTransport;
  before(async () => {
    clock = fakeClock();
    transport = fakeTransport();
    running = await startGrpcServer({}, { faults: createCallFaults({ wait: clock.wait, transport }) });
  });
  after(() => running.close());

  for (const method of METHODS) {
    test(`${method} fails with the status that is asked for`, async () => {
      const { end, replies } = await call(method, [{ fault: 'status=DATA_LOSS;message=gone' }]);
      assert.deepEqual([end.code, end.details, replies.length], [status.DATA_LOSS, 'gone', 0]);
    });

    test(`${method} answers well, and the wire is told first`, async () => {
      const { end, replies } = await call(method, [{ message: 'a', fault: 'no_trailers' }]);
      assert.deepEqual([end.code, replies[0]?.message], [status.OK, 'a']);
      const armed = transport.armed.at(-1);
      assert.deepEqual(armed?.faults, [{ kind: 'NO_TRAILERS', scope: 'STREAM' }]);
      assert.equal(armed?.target.streamId, replies[0]?.seen?.streamId);
    });

    test(`${method} answers when the delay is over, though the client has half-closed long before`, async () => {
      const outcome = call(method, [{ message: 'a', fault: 'delay=1h' }]);
      await clock.reached(1);
      await new Promise((resolve) => setImmediate(resolve));
      clock.pass();
      const { end, replies } = await outcome;
      assert.deepEqual([end.code, replies[0]?.message], [status.OK, 'a']);
    });

    test(`${method} refuses one that is malformed`, async () => {
      const { end, replies } = await call(method, [{ fault: 'no_trailer' }]);
      assert.deepEqual([end.code, replies.length], [status.INVALID_ARGUMENT, 0]);
      assert.match(end.details, /"no_trailer" came, expected one of/);
    });
  }

  for (const method of ['EchoClientStream', 'EchoBidiStream'] as const) {
    test(`${method} refuses one in a later request, when the answer may have begun`, async () => {
      const armed = transport.armed.length;
      const { end } = await call(method, [{}, { fault: 'no_trailers' }]);
      assert.deepEqual(
        [end.code, end.details],
        [status.INVALID_ARGUMENT, 'fault in a later request: expected in the first one of the call'],
      );
      assert.equal(transport.armed.length, armed);
    });
  }

  interface Outcome {
    readonly end: StatusObject;
    readonly replies: readonly EchoResponse[];
  }

  /** What the four kinds of call have, or have not. */
  interface AnyCall {
    on(event: string, listener: (...given: unknown[]) => void): unknown;
    write?(request: EchoRequest): unknown;
    end?(): unknown;
  }

  type Reply = (error: unknown, response?: EchoResponse) => void;

  function open(method: (typeof METHODS)[number], request: EchoRequest, reply: Reply): AnyCall {
    const { echo } = running;
    const opened: Readonly<Record<typeof method, () => object>> = {
      Echo: () => echo.Echo(request, reply),
      EchoServerStream: () => echo.EchoServerStream(request),
      EchoClientStream: () => echo.EchoClientStream(reply),
      EchoBidiStream: () => echo.EchoBidiStream(),
    };
    return opened[method]() as AnyCall;
  }

  async function call(method: (typeof METHODS)[number], requests: readonly EchoRequest[]): Promise<Outcome> {
    const [first = {}] = requests;
    const replies: EchoResponse[] = [];
    const reply = (_error: unknown, response?: EchoResponse) => void (response && replies.push(response));
    const stream = open(method, first, reply);
    stream.on('data', (response) => replies.push(response as EchoResponse));
    const end = endOf(stream as Parameters<typeof endOf>[0]);
    for (const request of stream.write === undefined ? [] : requests) stream.write?.(request);
    stream.end?.();
    return { end: await end, replies };
  }
});
