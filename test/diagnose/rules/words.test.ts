import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytes, count, list, milliseconds, quoted } from '../../../src/diagnose/rules/words.ts';

test('durations have the unit that people would say', () => {
  assert.deepEqual([0.345, 1, 12.4, 999, 1_500, 90_000, 300_000].map(milliseconds), [
    ...['0.34 ms', '1 ms', '12 ms', '999 ms', '1.5 s', '90 s', '5 min'],
  ]);
});

test('and so have sizes', () => {
  assert.deepEqual([999, 1_024, 65_536, 4_299_161].map(bytes), ['999 bytes', '1 KiB', '64 KiB', '4.1 MiB']);
});

test('one is singular', () => {
  assert.deepEqual(
    [count(0, 'stream'), count(1, 'stream'), count(2, 'stream')],
    ['0 streams', '1 stream', '2 streams'],
  );
});

test('lists are those of a sentence', () => {
  assert.deepEqual(
    [list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])],
    ['', 'a', 'a and b', 'a, b and c'],
  );
});

test('what a peer wrote is one bounded line without control characters', () => {
  assert.equal(quoted('a\r\n\u001b[31mb'), '"a [31mb"');
  assert.equal(quoted('a'.repeat(1_000)).length, 123);
  assert.equal(quoted('\u0000\u0001'), '');
});
