import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parsePressure } from '../../src/place/pressure.ts';

test('averages are per cent, the total is milliseconds', () => {
  const some = 'some avg10=12.34 avg60=5.00 avg300=1.20 total=52134567';
  assert.deepEqual(parsePressure(`${some}\nfull avg10=0.00 avg60=100.00 avg300=0.00 total=0\n`), {
    some: { avg10Percent: 12.34, avg60Percent: 5, totalMs: 52_134.567 },
    full: { avg10Percent: 0, avg60Percent: 100, totalMs: 0 },
  });
});

test('older kernels have no full line for the CPU', () => {
  assert.deepEqual(parsePressure('some avg10=0.00 avg60=0.00 avg300=0.00 total=7\n'), {
    some: { avg10Percent: 0, avg60Percent: 0, totalMs: 0.007 },
  });
});

test('what is no pressure tells none', () => {
  for (const text of [
    undefined,
    '',
    'some',
    'some \n',
    'some avg10= avg60=x total=-1',
    'some avg10=1e3',
    '\0\xff'.repeat(99),
  ]) {
    assert.equal(parsePressure(text), undefined, text);
  }
});
