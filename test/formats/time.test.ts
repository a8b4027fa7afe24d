import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goLogTime, rfc3339, timeOfDay } from '../../src/formats/time.ts';

const TIME = Date.UTC(2026, 10, 21, 1, 42, 47, 123) * 1000 + 456;

test('RFC 3339 keeps the microseconds, with leading zeros', () => {
  assert.equal(rfc3339(TIME), '2026-11-21T01:42:47.123456Z');
  assert.equal(rfc3339(TIME - 449), '2026-11-21T01:42:47.123007Z');
  assert.equal(rfc3339(TIME + 876_544), '2026-11-21T01:42:48.000000Z');
});

test('times of day and of log lines are UTC, whatever the time zone', () => {
  assert.equal(timeOfDay(TIME), '01:42:47.123');
  assert.equal(goLogTime(TIME), '2026/11/21 01:42:47');
});
