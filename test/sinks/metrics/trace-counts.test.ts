import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Metrics } from '../../../src/sinks/metrics/metrics.ts';
import { MAX_RULES, MAX_SINKS } from '../../../src/sinks/metrics/trace-counts.ts';
import { finding, sampleBodies, stamp } from '../../support/events.ts';
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

test('findings are counted by rule and severity, and no rule makes series without a bound', async (t) => {
  const metrics = metricsOf(t);
  metrics.sink.write(
    stamp([finding({ rule: 'C1' }), finding({ rule: 'C1', severity: 'INFO' }), finding({ rule: 'C1' })]),
  );
  assert.deepEqual(await valuesOf(metrics, 'sre_findings_total'), {
    'rule=C1 severity=ERROR': 2,
    'rule=C1 severity=INFO': 1,
  });
  metrics.sink.write(stamp(Array.from({ length: MAX_RULES + 9 }, (_, n) => finding({ rule: `r${n}` }))));
  const counts = await valuesOf(metrics, 'sre_findings_total');
  assert.equal(counts['rule=other severity=ERROR'], 10);
});

test('dropped events are counted by sink', async (t) => {
  const metrics = metricsOf(t);
  metrics.addDropped('file', 40);
  metrics.addDropped('file', 2);
  assert.deepEqual(await valuesOf(metrics, 'sre_trace_events_dropped_total'), { 'sink=file': 42 });
  for (let n = 0; n < MAX_SINKS; n++) metrics.addDropped(`s${n}`, 1);
  assert.equal((await valuesOf(metrics, 'sre_trace_events_dropped_total'))['sink=other'], 1);
});
