import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  bytes,
  counted,
  instant,
  milliseconds,
  percent,
  rate,
  timeAgo,
  whole,
} from '../../../src/web/model/amounts.ts';

describe('amounts in words', () => {
  for (const [words, expected] of [
    [whole(1204.4), '1,204'],
    [whole(Number.NaN), '–'],
    [counted(1, 'call'), '1 call'],
    [counted(1204, 'call'), '1,204 calls'],
    [counted(2, 'process', 'processes'), '2 processes'],
    [rate(0.44), '0.4'],
    [rate(1234.6), '1,235'],
    [percent(0), '0 %'],
    [percent(0.000_01), '< 0.1 %'],
    [percent(0.0042), '0.4 %'],
    [percent(0.999_999), '> 99.9 %'],
    [percent(1), '100 %'],
    [percent(0 / 0), '–'],
    [milliseconds(1.25), '1.25 ms'],
    [milliseconds(Number.NaN), '–'],
    [bytes(1), '1 byte'],
    [bytes(65_536), '64 KiB'],
    [bytes(4.1 * 2 ** 20), '4.1 MiB'],
    [bytes(Number.NaN), '– bytes'],
  ] as const) {
    test(expected, () => assert.equal(words, expected));
  }
});

describe('timeAgo', () => {
  const now = 1_800_000_000_000;
  for (const [ms, expected] of [
    [-5000, 'just now'],
    [1999, 'just now'],
    [12_000, '12 s ago'],
    [119_000, '119 s ago'],
    [120_000, '2 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [50 * 3_600_000, '2 d ago'],
    [Number.NaN, '–'],
  ] as const) {
    test(`${ms} ms: ${expected}`, () => assert.equal(timeAgo(now - ms, now), expected));
  }
});

test('instant: what is no time is none', () => {
  assert.equal(instant(1_795_288_845_847_123), '2026-11-21T19:20:45.847123Z');
  for (const time of [Number.NaN, 1e300, Number.POSITIVE_INFINITY]) assert.equal(instant(time), undefined);
});
