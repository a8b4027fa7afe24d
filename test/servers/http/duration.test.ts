import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatDuration, parseDuration } from '../../../src/servers/http/duration.ts';

test('a duration is a number and a unit, or seconds', () => {
  const parsed = Object.entries({
    '150ms': 150,
    '2s': 2_000,
    '1.5': 1_500,
    '0': 0,
    '250us': 0.25,
    '1m': 60_000,
    '1h': 3_600_000,
  });
  for (const [text, milliseconds] of parsed) assert.equal(parseDuration(text), milliseconds, text);
});

test('what is no duration is none', () => {
  for (const text of ['', 's', '-1s', '1 s', '1d', '1e3', '.5', '5.', 'Infinity', '1s2', '9'.repeat(16)]) {
    assert.equal(parseDuration(text), undefined, text);
  }
});

test('is told as it is typed', () => {
  assert.deepEqual([0, 150, 2_000, 90_000, 3_600_000].map(formatDuration), ['0s', '150ms', '2s', '90s', '1h']);
});
