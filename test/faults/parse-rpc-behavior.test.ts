/** The cases of https://github.com/grpc/grpc/blob/master/doc/xds-test-descriptions.md, Server. */

import assert from 'node:assert/strict';
import { describe, suite, test } from 'node:test';

import type { ApplicationFault, FaultCondition } from '../../src/faults/fault.ts';
import { parseRpcBehavior } from '../../src/faults/parse-rpc-behavior.ts';
import { seededRandom } from '../support/seeded-random.ts';

type Expected = readonly [FaultCondition, ApplicationFault];

const sleep = (seconds: number): ApplicationFault => ({
  delay: { kind: 'WEIGHTED', delays: [{ value: seconds * 1_000, percent: 100 }] },
});

const fail = (code: number, name: string): ApplicationFault => ({
  status: [{ value: { kind: 'GRPC', code, message: `injected fault: rpc-behavior ${name}` }, percent: 100 }],
});

describe('rpc-behavior: options are plans, in the order in which they apply', () => {
  const cases: readonly (readonly [string, readonly Expected[]])[] = [
    ['sleep-15', [[{}, sleep(15)]]],
    ['sleep-0', [[{}, sleep(0)]]],
    ['keep-open', [[{}, { keepOpen: true }]]],
    ['error-code-15', [[{}, fail(15, 'DATA_LOSS')]]],
    ['error-code-0', [[{}, fail(0, 'OK')]]],
    ['hostname=pod-1 sleep-3', [[{ hostname: 'pod-1' }, sleep(3)]]],
    [
      'succeed-on-retry-attempt-4,error-code-14',
      [
        [{ attempt: 5 }, { succeed: true }],
        [{}, fail(14, 'UNAVAILABLE')],
      ],
    ],
    [
      'hostname=a succeed-on-retry-attempt-1, ,hostname=b  keep-open,',
      [
        [{ hostname: 'a', attempt: 2 }, { succeed: true }],
        [{ hostname: 'b' }, { keepOpen: true }],
      ],
    ],
  ];
  for (const [text, expected] of cases) {
    test(text, () => {
      const plans = expected.map(([condition, application]) => ({ condition, application, transport: [] }));
      assert.deepEqual(parseRpcBehavior(text), { plans });
    });
  }
});

suite('rpc-behavior: what is not understood is refused whole', () => {
  const refusals: readonly (readonly [string, RegExp])[] = [
    ['', /^rpc-behavior: fault refused at character 1: nothing came, expected sleep-<seconds>, keep-open/],
    [' ,', /nothing came, expected sleep-<seconds>/],
    ['sleep-1,nap-1', /at character 9: "nap-1" came, expected sleep-<seconds>/],
    ['hostname=a', /at character 11: nothing came, expected sleep-<seconds>/],
    ['hostname= keep-open', /nothing came, expected a host name/],
    ['sleep-', /nothing came, expected a whole number from 0 to 3600/],
    ['sleep-1.5', /"1.5" came, expected a whole number from 0 to 3600/],
    ['sleep-3601', /"3601" came, expected a whole number from 0 to 3600/],
    ['keep-open-2', /"-2" came, expected nothing/],
    ['error-code-17', /"17" came, expected a gRPC status by name or number \(0 to 16\)/],
    ['error-code-ABORTED', /"ABORTED" came, expected the number of a gRPC status, 0 to 16/],
    ['succeed-on-retry-attempt-x', /"x" came, expected a whole number from 0 to 1000/],
    ['sleep-0,'.repeat(21), /^rpc-behavior: .*21 options came, expected at most 20/],
    ['x'.repeat(4_097), /^rpc-behavior: .*a text of 4097 characters came, expected at most 4096/],
  ];
  for (const [text, expected] of refusals) {
    test(JSON.stringify(text.slice(0, 40)), () => assert.match(parseRpcBehavior(text).refused ?? 'taken', expected));
  }
});

test('no text throws', () => {
  const random = seededRandom(21);
  const parts = [
    'sleep-',
    'keep-open',
    'error-code-',
    'succeed-on-retry-attempt-',
    'hostname=',
    ' ',
    ',',
    '1',
    'a',
    '\0',
  ];
  for (let round = 0; round < 5_000; round++) {
    const text = Array.from({ length: random.int(9) }, () => random.pick(parts)).join('');
    const { plans, refused } = parseRpcBehavior(text);
    assert.equal(plans === undefined, refused !== undefined, text);
  }
});
