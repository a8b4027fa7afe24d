import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Metrics } from '../../../src/sinks/metrics/metrics.ts';
import { MAX_SINKS } from '../../../src/sinks/metrics/trace-counts.ts';
import { sampleBodies, stamp } from '../../support/events.ts';
import { metricsForTest, valuesOf } from '../../support/metrics.ts';

function metricsOf(t: TestContext): Metrics {
  const metrics = metricsForTest();
  t.after(() => metrics.close());
  return metrics;
}

test('events are counted by kind', async (t) => {
  const metrics = metricsOf(t);
  metrics.sink.write(stamp(sampleBodies()));
  const expected = new Map<string, number>();
  for (const { kind } of sampleBodies()) expected.set(`kind=${kind}`, (expected.get(`kind=${kind}`) ?? 0) + 1);
  assert.deepEqual(await valuesOf(metrics, 'sre_trace_events_total'), Object.fromEntries(expected));
});

test('dropped events are counted by sink', async (t) => {
  const metrics = metricsOf(t);
  metrics.addDropped('file', 40);
  metrics.addDropped('file', 2);
  assert.deepEqual(await valuesOf(metrics, 'sre_trace_events_dropped_total'), { 'sink=file': 42 });
  for (let n = 0; n < MAX_SINKS; n++) metrics.addDropped(`s${n}`, 1);
  assert.equal((await valuesOf(metrics, 'sre_trace_events_dropped_total'))['sink=other'], 1);
});
