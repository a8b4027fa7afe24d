import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, cut, duration, slices, wrap } from '../../src/formats/text.ts';

test('cut marks what it leaves out, and leaves out nothing that fits', () => {
  assert.equal(cut('12345', 5), '12345');
  assert.equal(cut('123456', 5), '1234…');
});

test('wrap breaks between words, and never in one', () => {
  assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
  assert.deepEqual(wrap('a incomprehensibilities b', 7), ['a', 'incomprehensibilities', 'b']);
  assert.deepEqual(wrap('', 7), ['']);
  assert.deepEqual(wrap('a 1  b 2  c 3', 8, '  '), ['a 1  b 2', 'c 3']);
});

test('slices has all of the text, in lines of one width', () => {
  assert.deepEqual(slices('12345', 2), ['12', '34', '5']);
  assert.deepEqual(slices('', 2), []);
});

test('durations have three significant digits and a unit to read them by', () => {
  assert.equal(duration(0.0314159), '0.0314 ms');
  assert.equal(duration(1.25), '1.25 ms');
  assert.equal(duration(314.159), '314 ms');
  assert.equal(duration(1203.5), '1.2 s');
  assert.equal(duration(0), '0 ms');
  assert.equal(duration(3_600_000), '3600 s');
});

test('count agrees with its noun', () => {
  assert.equal(count(1, 'message'), '1 message');
  assert.equal(count(0, 'message'), '0 messages');
});

test('no character is parted, whatever the width', () => {
  const text = 'a😀😀b😀';
  for (let width = 2; width < 9; width++) {
    assert.equal(slices(text, width).join(''), text);
    for (const part of [...slices(text, width), cut(text, width)])
      assert.doesNotMatch(part, /\p{Surrogate}/u, `${width}: ${part}`);
  }
});
