import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BucketCounts } from '../../../src/sinks/metrics/bucket-counts.ts';

const CONTEXT = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', sampled: true };

test('a value is in the first bucket whose bound it does not pass, and in all behind it', () => {
  const counts = new BucketCounts([1, 2, 5]);
  for (const value of [0, 1, 1.5, 2, 5.1, Number.POSITIVE_INFINITY]) counts.observe(value);
  assert.deepEqual(counts.cumulative(), [2, 4, 4, 6]);
  assert.equal(counts.count, 6);
});

test('the sum is that of all values', () => {
  const counts = new BucketCounts([1]);
  for (const value of [0.5, 4, 8]) counts.observe(value);
  assert.equal(counts.sum, 12.5);
});

test('each bucket keeps its newest exemplar', () => {
  const counts = new BucketCounts([1, 2]);
  counts.observeTraced(0.5, CONTEXT, 1_000_000);
  counts.observeTraced(0.25, { ...CONTEXT, spanId: '00f067aa0ba902b7' }, 2_500_000);
  counts.observeTraced(9, CONTEXT, 3_000_000);
  counts.observe(0.125);
  const labelSet = { trace_id: CONTEXT.traceId, span_id: '00f067aa0ba902b7' };
  assert.deepEqual(counts.exemplar(0), { labelSet, value: 0.25, timestamp: 2.5 });
  assert.equal(counts.exemplar(1), undefined);
  assert.equal(counts.exemplar(2)?.value, 9);
  assert.deepEqual(counts.cumulative(), [3, 3, 4]);
});
