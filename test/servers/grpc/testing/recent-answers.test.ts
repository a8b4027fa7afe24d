import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createRecentAnswers } from '../../../../src/servers/grpc/testing/recent-answers.ts';

const MAX_AGE_MS = 1_000;

function counting(): () => string {
  let made = 0;
  return () => {
    made++;
    return `${made}`;
  };
}

test('the same request has the same answer until it is too old, with its age', () => {
  const answerTo = createRecentAnswers(MAX_AGE_MS);
  const make = counting();
  const request = Buffer.from([0xff, 0]);
  assert.deepEqual(answerTo(request, 0, make), { answer: '1', ageMs: undefined });
  assert.deepEqual(answerTo(Buffer.from(request), 999, make), { answer: '1', ageMs: 999 });
  assert.deepEqual(answerTo(request, 1_000, make), { answer: '2', ageMs: undefined });
  assert.deepEqual(answerTo(request, 1_001, make), { answer: '2', ageMs: 1 });
});

test('other requests have answers of their own', () => {
  const answerTo = createRecentAnswers(MAX_AGE_MS);
  const make = counting();
  const answers = [[0xff], [0xfe], []].map((bytes) => answerTo(Uint8Array.from(bytes), 0, make).answer);
  assert.deepEqual(answers, ['1', '2', '3']);
});

test('64 answers are kept, and the oldest goes first', () => {
  const answerTo = createRecentAnswers(MAX_AGE_MS);
  const make = counting();
  const ageOf = (i: number) => answerTo(Buffer.from(`${i}`), 1, make).ageMs;
  for (let i = 0; i <= 64; i++) answerTo(Buffer.from(`${i}`), 0, make);
  assert.equal(ageOf(64), 1);
  assert.equal(ageOf(1), 1);
  assert.equal(ageOf(0), undefined);
});

test('a request longer than 1 KiB is answered anew each time', () => {
  const answerTo = createRecentAnswers(MAX_AGE_MS);
  const make = counting();
  const answers = [1_024, 1_024, 1_025, 1_025].map((length) => answerTo(Buffer.alloc(length), 0, make).answer);
  assert.deepEqual(answers, ['1', '1', '2', '3']);
});
