import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CappedTally } from '../../../src/sinks/metrics/capped-tally.ts';

function samplesOf(tally: CappedTally): string[] {
  return tally.collect().map(({ labels, value }) => `${Object.values(labels).join(' ')} ${value}`);
}

test('values are found as they come, and after the bound they are other', () => {
  const tally = new CappedTally({ name: 'a_total', help: 'A.', label: 'sink', maxValues: 2 });
  assert.deepEqual(tally.collect(), []);
  for (const sink of ['file', 'console', 'a', 'b', 'file']) tally.add(2, sink);
  assert.deepEqual(samplesOf(tally), ['file 4', 'console 2', 'other 4']);
});

test('a second label has all its values with the first of them', () => {
  const columns = { label: 'severity', values: ['INFO', 'ERROR'] };
  const tally = new CappedTally({ name: 'a_total', help: 'A.', label: 'rule', maxValues: 2, columns });
  tally.add(1, 'r', 1);
  assert.deepEqual(tally.labelNames, ['rule', 'severity']);
  assert.deepEqual(samplesOf(tally), ['r INFO 0', 'r ERROR 1']);
});

test('a value that is called other shares with the others', () => {
  const tally = new CappedTally({ name: 'a_total', help: 'A.', label: 'sink', maxValues: 1 });
  for (const sink of ['other', 'a', 'b']) tally.add(1, sink);
  assert.deepEqual(samplesOf(tally), ['other 3']);
});
