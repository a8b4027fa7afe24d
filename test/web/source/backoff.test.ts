import assert from 'node:assert/strict';
import { test } from 'node:test';

import { retryDelayMs } from '../../../src/web/source/backoff.ts';

test('the wait doubles up to ten seconds', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 1000].map((failures) => retryDelayMs(failures, 0.5));
  assert.deepEqual(delays, [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
});

test('the wait is a quarter more or less', () => {
  assert.equal(retryDelayMs(2, 0), 750);
  assert.equal(retryDelayMs(2, 0.999_999), 1_250);
});
