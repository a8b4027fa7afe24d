import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventOf } from '../../../src/trace/event.ts';
import { marksOf, nextEvidence } from '../../../src/web/model/evidence.ts';
import { finding, stamp } from '../../support/events.ts';

const FINDINGS = stamp([
  finding({ id: 'f2', rule: 'K1', severity: 'WARNING', title: 'pings', evidence: [30, 10] }),
  finding({ id: 'f1', rule: 'S3', title: 'a proxy', evidence: [10, 20] }),
]) as EventOf<'finding'>[];

const all = () => true;

test('rows are marked with the finding that was seen last', () => {
  const marks = marksOf(FINDINGS, undefined);
  assert.deepEqual([...marks.keys()].sort(), [10, 20, 30]);
  assert.deepEqual(marks.get(10), { severity: 'WARNING', words: 'evidence of K1: pings', isOpened: false });
});

test('the opened finding comes before the others', () => {
  const marks = marksOf(FINDINGS, 'f1');
  assert.deepEqual(marks.get(10), { severity: 'ERROR', words: 'evidence of S3: a proxy', isOpened: true });
  assert.equal(marks.get(30)?.isOpened, false);
});

test('next and previous evidence, in the order of the list', () => {
  const marks = marksOf(FINDINGS, undefined);
  assert.equal(nextEvidence(marks, undefined, 'next', all), 10);
  assert.equal(nextEvidence(marks, 10, 'next', all), 20);
  assert.equal(nextEvidence(marks, 30, 'next', all), undefined);
  assert.equal(nextEvidence(marks, 30, 'previous', all), 20);
  assert.equal(nextEvidence(marks, undefined, 'previous', all), 30);
});

test('what the filter hides is passed over, and an opened finding has its own evidence only', () => {
  assert.equal(
    nextEvidence(marksOf(FINDINGS, undefined), 10, 'next', (seq) => seq !== 20),
    30,
  );
  assert.equal(nextEvidence(marksOf(FINDINGS, 'f1'), 20, 'next', all), undefined);
});

test('the number of marks is bounded', () => {
  const many = stamp([finding({ evidence: Array.from({ length: 30_000 }, (_, n) => n) })]) as EventOf<'finding'>[];
  assert.equal(marksOf(many, undefined).size, 20_000);
});
