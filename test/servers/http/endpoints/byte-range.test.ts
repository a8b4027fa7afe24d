import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { parseByteRange } from '../../../../src/servers/http/endpoints/byte-range.ts';

const LENGTH = 10_000;

suite('RFC 9110 §14.1.2: byte ranges', () => {
  test('the examples of the RFC', () => {
    assert.deepEqual(parseByteRange('bytes=0-499', LENGTH), { first: 0, last: 499 });
    assert.deepEqual(parseByteRange('bytes=500-999', LENGTH), { first: 500, last: 999 });
    assert.deepEqual(parseByteRange('bytes=-500', LENGTH), { first: 9_500, last: 9_999 });
    assert.deepEqual(parseByteRange('bytes=9500-', LENGTH), { first: 9_500, last: 9_999 });
  });

  test('a range that goes on behind the end is cut', () => {
    assert.deepEqual(parseByteRange('bytes=9999-20000', LENGTH), { first: 9_999, last: 9_999 });
    assert.deepEqual(parseByteRange('bytes=-20000', LENGTH), { first: 0, last: 9_999 });
  });

  test('§14.1.1: names of units have no case', () => {
    assert.deepEqual(parseByteRange('BYTES=0-0', LENGTH), { first: 0, last: 0 });
  });

  test('§15.5.17: a range that begins behind the end cannot be satisfied', () => {
    assert.equal(parseByteRange('bytes=10000-', LENGTH), 'UNSATISFIABLE');
    assert.equal(parseByteRange('bytes=-0', LENGTH), 'UNSATISFIABLE');
    assert.equal(parseByteRange('bytes=0-0', 0), 'UNSATISFIABLE');
    assert.equal(parseByteRange('bytes=-5', 0), 'UNSATISFIABLE');
  });

  test('§14.2: what is invalid, of another unit, or several ranges, is ignored', () => {
    for (const field of [
      undefined,
      '',
      'bytes',
      'bytes=',
      'bytes=-',
      'bytes=5-4',
      'bytes=a-b',
      'lines=0-1',
      'bytes=0-1,3-4',
    ]) {
      assert.equal(parseByteRange(field, LENGTH), undefined, field);
    }
  });
});
