import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextMode, rowTime } from '../../../src/web/model/row-time.ts';
import { START } from '../../support/events.ts';

function at(microseconds: number, offsetMs = microseconds / 1000, conn = 'c1') {
  return { time: START + microseconds, offsetMs, conn };
}

test('since the connection opened: seconds, the microseconds apart', () => {
  assert.equal(rowTime(at(0, 12_003.214), 'offset', undefined), '12.003 214');
  assert.equal(rowTime(at(0, 0), 'offset', undefined), '0.000 000');
  assert.equal(rowTime(at(0, 3_600_000.001), 'offset', undefined), '3600.000 001');
  assert.equal(rowTime(at(0, 0.9999), 'offset', undefined), '0.001 000');
});

test('of no connection there is no time since it opened', () => {
  assert.equal(rowTime(at(0, 0, ''), 'offset', undefined), '');
});

test('since the row above', () => {
  assert.equal(rowTime(at(1_087), 'delta', at(1_000)), '+0.087 ms');
  assert.equal(rowTime(at(1_000), 'delta', at(1_000)), '+0.000 ms');
  assert.equal(rowTime(at(1_000), 'delta', at(1_087)), '−0.087 ms');
  assert.equal(rowTime(at(12_003_214), 'delta', at(0)), '+12.003 s');
  assert.equal(rowTime(at(1_000), 'delta', undefined), '');
});

test('by the clock, in UTC, to the microsecond', () => {
  assert.equal(rowTime(at(0), 'clock', undefined), '01:42:47.123 456');
  assert.equal(rowTime(at(544), 'clock', undefined), '01:42:47.124 000');
});

test('a time that is none shows nothing', () => {
  for (const time of [Number.NaN, Number.POSITIVE_INFINITY, 1e30]) {
    const event = { time, offsetMs: time === 1e30 ? Number.NaN : time, conn: 'c1' };
    assert.equal(rowTime(event, 'clock', undefined), '');
    assert.equal(rowTime(event, 'offset', undefined), '');
  }
  assert.equal(rowTime(at(Number.NaN), 'delta', at(0)), '');
});

test('one key goes through the modes', () => {
  assert.equal(nextMode('offset'), 'delta');
  assert.equal(nextMode('delta'), 'clock');
  assert.equal(nextMode('clock'), 'offset');
});
