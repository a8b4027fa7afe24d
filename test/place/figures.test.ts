import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divided, flatKeyed, limitOf, present, wholeNumber } from '../../src/place/figures.ts';

test('digits are a number, and nothing else is', () => {
  assert.equal(wholeNumber('0\n'), 0);
  assert.equal(wholeNumber(' 157286400\n'), 157_286_400);
  assert.equal(wholeNumber('18446744073709551615'), 2 ** 64);
  for (const text of ['', '\n', '-1', '+1', '1.5', '1e9', '0x10', '1 2', 'max', 'NaN', '1'.repeat(21), undefined]) {
    assert.equal(wholeNumber(text), undefined, text);
  }
});

test('max is no limit', () => {
  assert.equal(limitOf('max\n'), 'max');
  assert.equal(limitOf('12\n'), 12);
  assert.equal(limitOf('maximum'), undefined);
  assert.equal(limitOf(undefined), undefined);
});

test('lines of a name and a number are figures, others are left out', () => {
  const figures = flatKeyed('a 1\nb.c 22\n\nd\ne x\nf 1 2\n__proto__ 3\ntoString -4');
  assert.deepEqual(
    [...figures],
    [
      ['a', 1],
      ['b.c', 22],
      ['__proto__', 3],
    ],
  );
  assert.deepEqual([...flatKeyed(undefined)], []);
});

test('what is undefined is not there, and 0 is', () => {
  assert.deepEqual(present<{ a?: number; b?: number }>({ a: 0, b: undefined }), { a: 0 });
  assert.equal(present<{ a?: number }>({ a: undefined }), undefined);
});

test('an unknown number stays unknown in another unit', () => {
  assert.equal(divided(1500, 1000), 1.5);
  assert.equal(divided(0, 1000), 0);
  assert.equal(divided(undefined, 1000), undefined);
});
