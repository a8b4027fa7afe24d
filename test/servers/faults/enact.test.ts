import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { FaultPlan } from '../../../src/faults/fault.ts';
import { parseFault } from '../../../src/faults/parse-fault.ts';
import { parseRpcBehavior } from '../../../src/faults/parse-rpc-behavior.ts';
import { enact, type FaultedCall, type FaultTools, type Verdict } from '../../../src/servers/faults/enact.ts';
import { fakeClock, fakeTransport } from './fake-tools.ts';

function plans(text: string): readonly FaultPlan[] {
  const { plan, refused } = parseFault(text);
  assert.ok(plan, refused);
  return [plan];
}

function behavior(text: string): readonly FaultPlan[] {
  const { plans, refused } = parseRpcBehavior(text);
  assert.ok(plans, refused);
  return plans;
}

function call(overrides: Partial<FaultedCall> = {}): FaultedCall {
  const target = { connectionId: 'c1', streamId: 3 };
  return { protocol: 'gRPC', target, attempt: 1, gone: new AbortController().signal, ...overrides };
}

/** Waits are over at once. */
function tools(overrides: Partial<FaultTools> = {}): FaultTools {
  return { hostname: 'pod-1', transport: fakeTransport(), random: () => 0, wait: async () => {}, ...overrides };
}

const UNAVAILABLE: Verdict = {
  do: 'FAIL',
  status: { kind: 'GRPC', code: 14, message: 'injected fault: UNAVAILABLE' },
};

describe('order', () => {
  test('transport faults are asked for, then the delay, then the status', async () => {
    const order: string[] = [];
    const verdict = await enact(
      plans('status=UNAVAILABLE;delay=5ms;goaway'),
      call(),
      tools({
        transport: {
          arm(target, faults) {
            order.push(`arm ${target.connectionId} ${target.streamId} ${faults.map(({ kind }) => kind)}`);
            return undefined;
          },
        },
        wait: async (milliseconds) => {
          order.push(`wait ${milliseconds}`);
        },
      }),
    );
    assert.deepEqual(order, ['arm c1 3 GOAWAY', 'wait 5']);
    assert.deepEqual(verdict, UNAVAILABLE);
  });

  test('no transport fault asks nobody, and no delay waits for nothing', async () => {
    const transport = fakeTransport('cannot');
    const verdict = await enact(plans('keep_open'), call({ target: undefined }), tools({ transport }));
    assert.deepEqual(verdict, { do: 'KEEP_OPEN' });
    assert.equal(transport.armed.length, 0);
  });
});

describe('conditions', () => {
  test('where they do not hold the call goes on, and nothing was asked for', async () => {
    const transport = fakeTransport();
    const verdict = await enact(plans('hostname=pod-2;fin;delay=1s'), call(), tools({ transport }));
    assert.deepEqual(verdict, { do: 'GO_ON' });
    assert.equal(transport.armed.length, 0);
  });

  test('until_attempt=3: the first two attempts fail', async () => {
    const verdicts = [1, 2, 3, 4].map((attempt) =>
      enact(plans('until_attempt=3;status=UNAVAILABLE'), call({ attempt }), tools()),
    );
    assert.deepEqual(
      (await Promise.all(verdicts)).map((verdict) => verdict.do),
      ['FAIL', 'FAIL', 'GO_ON', 'GO_ON'],
    );
  });
});

describe('what cannot be done is refused before anything is', () => {
  test('by the protocol, whether the conditions hold or not', async () => {
    const clock = fakeClock();
    for (const text of ['delay=1s;rst_stream', 'delay=1s;rst_stream;hostname=pod-2']) {
      const verdict = await enact(plans(text), call({ protocol: 'HTTP/1.1' }), tools({ wait: clock.wait }));
      assert.deepEqual(verdict, { do: 'REFUSE', reason: 'rst_stream came on HTTP/1.1, expected on HTTP/2' });
    }
    assert.deepEqual(clock.waiting, []);
  });

  test('by the owner of the bytes', async () => {
    const clock = fakeClock();
    const transport = fakeTransport('not here');
    const verdict = await enact(plans('delay=1s;fin'), call(), tools({ wait: clock.wait, transport }));
    assert.deepEqual(verdict, { do: 'REFUSE', reason: 'not here' });
    assert.deepEqual(clock.waiting, []);
  });
});

describe('a client that went away', () => {
  test('during the delay is not answered, and the delay ends', async () => {
    const clock = fakeClock();
    const gone = new AbortController();
    const verdict = enact(plans('delay=1s;status=5'), call({ gone: gone.signal }), tools({ wait: clock.wait }));
    await clock.reached(1);
    gone.abort();
    assert.deepEqual(await verdict, { do: 'NOTHING' });
    assert.deepEqual(clock.waiting, []);
  });

  test('before is asked for nothing on its connection', async () => {
    assert.deepEqual(await enact(plans('fin'), call({ target: undefined }), tools()), { do: 'NOTHING' });
    assert.deepEqual(await enact([], call({ gone: AbortSignal.abort() }), tools()), { do: 'NOTHING' });
  });
});

describe('rpc-behavior: options apply in their order, until one ends the call', () => {
  const cases: readonly (readonly [string, number, Verdict, readonly number[]])[] = [
    ['sleep-1,sleep-2', 1, { do: 'GO_ON' }, [1_000, 2_000]],
    ['sleep-1,keep-open,sleep-2', 1, { do: 'KEEP_OPEN' }, [1_000]],
    ['hostname=pod-2 error-code-5,sleep-1', 1, { do: 'GO_ON' }, [1_000]],
    ['hostname=pod-1 keep-open,sleep-1', 1, { do: 'KEEP_OPEN' }, []],
    ['succeed-on-retry-attempt-2,keep-open', 2, { do: 'KEEP_OPEN' }, []],
    ['succeed-on-retry-attempt-2,keep-open', 3, { do: 'GO_ON' }, []],
    ['succeed-on-retry-attempt-2,keep-open', 4, { do: 'KEEP_OPEN' }, []],
    ['keep-open,succeed-on-retry-attempt-0', 1, { do: 'KEEP_OPEN' }, []],
  ];
  for (const [text, attempt, expected, expectedWaits] of cases) {
    test(`${text}, attempt ${attempt}`, async () => {
      const waits: number[] = [];
      const wait = async (milliseconds: number) => {
        waits.push(milliseconds);
      };
      assert.deepEqual(await enact(behavior(text), call({ attempt }), tools({ wait })), expected);
      assert.deepEqual(waits, expectedWaits);
    });
  }
});
