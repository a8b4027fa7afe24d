import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { countDownTimeout } from '../../../src/servers/grpc/time-left.ts';

describe('what is left of grpc-timeout when a call was held', () => {
  for (const [came, elapsedMs, expected] of [
    ['1S', 200, '800000u'],
    ['1S', 0.5, '999500u'],
    ['500m', 500, '1u'],
    ['500m', 600, '1u'],
    ['1500u', 1, '500u'],
    ['2500000n', 1, '1500u'],
    ['2M', 20_000, '100000m'],
    ['1H', 1_000, '3599000m'],
    ['99999999H', 1_000, '99999999H'],
    ['soon', 1_000, 'soon'],
    [undefined, 1_000, undefined],
  ] as const) {
    test(`${came} after ${elapsedMs} ms is ${expected}`, () => {
      const headers = came === undefined ? {} : { 'grpc-timeout': came };
      countDownTimeout(headers, elapsedMs);
      assert.equal(Reflect.get(headers, 'grpc-timeout'), expected);
    });
  }
});
