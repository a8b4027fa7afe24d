import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EventSource, Sequence } from '../../src/trace/event-source.ts';

test('connections share one sequence, from 1, without gaps', () => {
  const sequence = new Sequence();
  const one = new EventSource(sequence, 'c1', 0);
  const two = new EventSource(sequence, 'c2', 500);
  const lost = { reason: 'r', dropped: 0 };
  const events = [one.traceLost(1000, lost), two.traceLost(1000, lost), one.traceLost(1234, lost)];
  assert.deepEqual(
    events.map(({ seq, time, offsetMs, conn }) => [seq, time, offsetMs, conn]),
    [
      [1, 1000, 1, 'c1'],
      [2, 1000, 0.5, 'c2'],
      [3, 1234, 1.234, 'c1'],
    ],
  );
});
