import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goTo, type Listed } from '../../../src/web/model/go-to.ts';

const HELD: Listed = { first: 48_190, last: 49_394, isFiltered: false, nearest: (seq) => seq };
const FILTERED: Listed = { ...HELD, isFiltered: true, nearest: () => 48_200 };

test('a number of the list, as people write numbers', () => {
  for (const typed of ['48196', ' #48,196 ']) assert.deepEqual(goTo(typed, HELD), { seq: 48_196 });
});

test('a number that is not held is refused with those that are', () => {
  assert.deepEqual(goTo('7', HELD), { words: '7 is not held: 48,190 to 49,394 are' });
  assert.deepEqual(goTo('7', FILTERED), { words: '7 is not listed: matches are 48,190 to 49,394' });
  assert.deepEqual(goTo('7', { ...HELD, first: undefined, last: undefined }), { words: 'the list is empty' });
});

test('a number that the filter leaves out leads to the nearest that matches', () => {
  assert.deepEqual(goTo('48196', FILTERED), {
    seq: 48_200,
    words: '48,196 does not match the filter: this is the nearest that does',
  });
});

test('what is no number is refused', () => {
  for (const typed of ['', 'abc', '-1', '1.5', '9'.repeat(40)])
    assert.match(goTo(typed, HELD).words ?? '', /^expected/);
});
