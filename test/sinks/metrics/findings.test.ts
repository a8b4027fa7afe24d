import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FindingTotal } from '../../../src/sinks/metrics/findings.ts';
import { metricsForTest, valuesOf } from '../../support/metrics.ts';

test('findings are read at each scrape, by rule and severity', async (t) => {
  const totals: FindingTotal[] = [{ rule: 'K1', severity: 'ERROR', count: 2 }];
  const metrics = metricsForTest({ findings: () => totals });
  t.after(() => metrics.close());
  assert.deepEqual(await valuesOf(metrics, 'sre_findings_total'), { 'rule=K1 severity=ERROR': 2 });
  totals.push({ rule: 'K1', severity: 'WARNING', count: 7 });
  assert.deepEqual(await valuesOf(metrics, 'sre_findings_total'), {
    'rule=K1 severity=ERROR': 2,
    'rule=K1 severity=WARNING': 7,
  });
});
