import assert from 'node:assert/strict';
import { test } from 'node:test';

import { attemptNumber } from '../../../src/servers/faults/attempt-number.ts';

for (const [headers, expected] of [
  [{}, 1],
  [{ 'grpc-previous-rpc-attempts': '2' }, 3],
  [{ 'grpc-previous-rpc-attempts': '2', 'x-envoy-attempt-count': '7' }, 3],
  [{ 'x-envoy-attempt-count': '2' }, 2],
  [{ 'x-envoy-attempt-count': '0' }, 1],
  [{ 'grpc-previous-rpc-attempts': 'many' }, 1],
] as const) {
  test(`${JSON.stringify(headers)} is attempt ${expected}`, () => assert.equal(attemptNumber(headers), expected));
}
