import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatTimeout, parseTimeout } from '../../../src/wire/grpc/timeout.ts';
import { seededRandom } from '../../support/seeded-random.ts';

describe('PROTOCOL-HTTP2: Timeout → TimeoutValue TimeoutUnit', () => {
  for (const [value, expectedMs] of [
    ['1H', 3_600_000],
    ['2M', 120_000],
    ['3S', 3_000],
    ['77m', 77],
    ['1500u', 1.5],
    ['250000n', 0.25],
    ['1n', 0.000001],
    ['007S', 7_000],
    ['99999999m', 99_999_999],
    ['99999999H', 359_999_996_400_000],
    ['0m', 0],
  ] as const) {
    test(`${value} is ${expectedMs} ms`, () => assert.equal(parseTimeout(value), expectedMs));
  }

  for (const value of [
    '',
    'm',
    '5',
    '100000000m',
    '5s',
    '5h',
    '5ms',
    '-5m',
    '+5m',
    ' 5m',
    '5 m',
    '5m ',
    '1.5S',
    '1e3m',
    '5\u00b5',
    '٣m',
    'NaNm',
  ]) {
    test(`${JSON.stringify(value)} is none`, () => assert.equal(parseTimeout(value), undefined));
  }
});

describe('formatTimeout', () => {
  for (const [timeoutMs, expected] of [
    [77, '77m'],
    [80, '80m'],
    [1_000, '1S'],
    [1_500, '1500m'],
    [60_000, '1M'],
    [90_000, '90S'],
    [7_200_000, '2H'],
    [0.25, '250u'],
    [0.000001, '1n'],
    [1.1, '1100u'],
    [99_999_999, '99999999m'],
    [359_999_996_400_000, '99999999H'],
  ] as const) {
    test(`${timeoutMs} ms is ${expected}: the coarsest unit that tells it exactly`, () =>
      assert.equal(formatTimeout(timeoutMs), expected));
  }

  for (const [timeoutMs, expected] of [
    [123.456789, '123457u'],
    [100_000_001, '100001S'],
    [0.0000001, '1n'],
  ] as const) {
    test(`${timeoutMs} ms is ${expected}: what 8 digits cannot tell is rounded up`, () =>
      assert.equal(formatTimeout(timeoutMs), expected));
  }

  test('zero becomes the least positive value, and too much the most', () => {
    assert.equal(formatTimeout(0), '1n');
    assert.equal(formatTimeout(Number.MAX_SAFE_INTEGER), '99999999H');
    assert.equal(formatTimeout(Number.POSITIVE_INFINITY), '99999999H');
  });

  test('what is no duration is a bug of the caller', () => {
    assert.throws(() => formatTimeout(-1), RangeError);
    assert.throws(() => formatTimeout(Number.NaN), RangeError);
  });

  test('says what parseTimeout reads, for every unit', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 5000; round++) {
      const value = `${1 + random.int(99_999_999)}${random.pick(['H', 'M', 'S', 'm', 'u', 'n'])}`;
      const timeoutMs = parseTimeout(value) ?? Number.NaN;
      assert.equal(parseTimeout(formatTimeout(timeoutMs)), timeoutMs, value);
    }
  });

  test('never tells less than was asked for, nor a second part of a thousand more', () => {
    const random = seededRandom(4);
    for (let round = 0; round < 5000; round++) {
      const timeoutMs = (random.int(1_000_000_000) / 1_000) * 10 ** random.int(6);
      const told = parseTimeout(formatTimeout(timeoutMs)) ?? Number.NaN;
      assert.ok(told >= timeoutMs - 1e-6 && told <= timeoutMs * 1.001 + 1e-6, `${timeoutMs} became ${told}`);
    }
  });
});
