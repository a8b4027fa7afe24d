import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tally } from '../../../src/sinks/metrics/tally.ts';

const SHAPES = { label: 'shape', values: ['round', 'square'] };
const COLOURS = { label: 'colour', values: ['red', 'green', 'blue'] };

function samplesOf(tally: Tally): string[] {
  return tally.collect().map(({ labels, value }) => `${Object.values(labels).join(' ')} ${value}`);
}

test('without labels it is one number, 0 at first', () => {
  const tally = new Tally('a_total', 'A.');
  assert.deepEqual(tally.collect(), [{ labels: {}, value: 0 }]);
  tally.add(3);
  tally.add(4);
  assert.deepEqual(tally.collect(), [{ labels: {}, value: 7 }]);
});

test('all values of a label are there from the start', () => {
  const tally = new Tally('a_total', 'A.', SHAPES);
  tally.add(2, 1);
  assert.deepEqual(tally.labelNames, ['shape']);
  assert.deepEqual(samplesOf(tally), ['round 0', 'square 2']);
});

test('two labels make a table', () => {
  const tally = new Tally('a_total', 'A.', SHAPES, COLOURS);
  tally.add(1, 0, 2);
  tally.add(5, 1, 0);
  assert.deepEqual(tally.labelNames, ['shape', 'colour']);
  assert.deepEqual(samplesOf(tally), [
    'round red 0',
    'round green 0',
    'round blue 1',
    'square red 5',
    'square green 0',
    'square blue 0',
  ]);
});
