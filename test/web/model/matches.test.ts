import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchWords } from '../../../src/web/model/matches.ts';

const ROWS = { firstSeq: 101, lastSeq: 2_100, seqs: undefined, isCut: false, isReady: true, waiting: 0 };

test('without a filter, how many events are held', () => {
  assert.equal(matchWords(ROWS), '2,000 events');
});

test('with a filter, how many of them match', () => {
  assert.equal(matchWords({ ...ROWS, seqs: [105, 107] }), '2 of 2,000');
  assert.equal(matchWords({ ...ROWS, seqs: [105, 107], isCut: true }), 'the newest 2 of 2,000');
});

test('before anything is known there are no words', () => {
  assert.equal(matchWords({ ...ROWS, isReady: false }), '');
  assert.equal(matchWords({ ...ROWS, firstSeq: undefined, lastSeq: undefined }), '');
});
