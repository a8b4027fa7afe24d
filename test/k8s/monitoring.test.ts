/** What is asked of Prometheus is what the server tells it: names, labels and their values. Whether it parses is promtool's to say. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { LISTENER } from '../../src/sinks/metrics/vocabulary.ts';
import type { Severity } from '../../src/trace/event.ts';
import { K8S, textOf } from '../support/interop/kubernetes-manifests.ts';
import { alertRules, dashboardQueries, dashboardText, type Panel } from '../support/interop/kubernetes-monitoring.ts';
import { type AskedMetric, asked, groupedBy } from '../support/interop/promql.ts';
import { metricsForTest, scrape } from '../support/metrics.ts';

const METRICS = readFileSync(new URL('../docs/metrics.md', K8S), 'utf8');

/** What Prometheus adds to each sample: its own labels, and those of service-monitor.yaml. */
const TARGET_LABELS = ['job', 'namespace', 'pod', 'node', 'instance'];

/** Of metrics that have no samples before something happens. */
const LATER: { readonly [label: string]: readonly string[] } = {
  severity: ['INFO', 'WARNING', 'ERROR'] satisfies readonly Severity[],
  listener: Object.keys(LISTENER),
};

const ALERTS = alertRules();
const EXPRESSIONS = [
  ...ALERTS.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboardQueries().map(({ panel, expr }) => [`panel "${panel}"`, expr] as const),
];

/** The row of docs/metrics.md. `up` is Prometheus' own. */
function labelsInDocs({ family }: AskedMetric): readonly string[] {
  const [row, labels = ''] = new RegExp(`^\\| \`${family}\` \\| \\w+ \\|([^|]*)\\|`, 'm').exec(METRICS) ?? [];
  assert.ok(row, `${family} is not in docs/metrics.md`);
  return Array.from(labels.matchAll(/`(\w+)`/g), ([, label = '']) => label);
}

describe('docs/metrics.md and /metrics have what is asked by', async () => {
  const metrics = metricsForTest();
  const families = await scrape(metrics);
  metrics.close();

  for (const [name, expr] of EXPRESSIONS) {
    test(name, () => {
      const found = asked(expr).filter(({ family }) => family !== 'up');
      for (const metric of found) {
        const known = [...labelsInDocs(metric), ...TARGET_LABELS, ...(metric.isBucket ? ['le'] : [])];
        const family = families.get(metric.family);
        assert.ok(family, metric.family);
        for (const { label, values } of metric.matchers) {
          assert.ok(known.includes(label), `${metric.family} has no label ${label}`);
          if (TARGET_LABELS.includes(label)) continue;
          const there = LATER[label] ?? family.samples.map(({ labels }) => labels.get(label));
          for (const value of values) assert.ok(there.includes(value) || METRICS.includes(`\`${value}\``), value);
        }
      }
      const labels = found.flatMap((metric) => [...labelsInDocs(metric), 'le']);
      for (const label of groupedBy(expr)) assert.ok([...labels, ...TARGET_LABELS].includes(label), label);
    });
  }

  test('these tests, which read a real expression', () => {
    const [metric] = asked('rate(sre_rst_stream_total{job="a", code!~"NO_ERROR|CANCEL"}[5m])');
    assert.deepEqual(metric, {
      family: 'sre_rst_stream_total',
      isBucket: false,
      matchers: [
        { label: 'job', values: ['a'] },
        { label: 'code', values: ['NO_ERROR', 'CANCEL'] },
      ],
    });
    assert.throws(() => labelsInDocs({ family: 'sre_rst_streams_total', isBucket: false, matchers: [] }));
  });
});

describe('each alert', () => {
  const cases = parse(textOf('components/monitoring/alerts.test.yaml')) as { readonly tests: readonly unknown[] };
  const tested = JSON.stringify(cases.tests);

  for (const { alert, expr, labels, annotations, ...rule } of ALERTS) {
    test(`${alert}: waits, has a severity that pages nobody, says what it is and where to look, and is seen to fire`, () => {
      assert.match(rule.for, /^\d+m$/);
      assert.match(labels.severity, /^(warning|info)$/);
      for (const words of [annotations.summary, annotations.description, annotations.runbook]) assert.ok(words);
      assert.match(annotations.runbook, /^1\. .+\n2\. /s);
      assert.ok(expr.includes('job="sre-test-server"'), 'of nobody else');
      assert.ok(tested.includes(`ALERTS{alertname=\\"${alert}\\", alertstate=\\"firing\\"`));
    });
  }
});

describe('the dashboard', () => {
  const { panels, uid } = JSON.parse(dashboardText()) as { readonly panels: readonly Panel[]; readonly uid: string };

  test('has panels that do not overlap, each with an id of its own, in rows of 24 columns', () => {
    assert.equal(uid, 'sre-test-server');
    assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      assert.ok(x + w <= 24);
      return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`);
    });
    assert.equal(new Set(cells).size, cells.length);
  });

  test('says of each panel what it shows, and asks the data source that was chosen for the pods that were chosen', () => {
    const graphs = panels.filter(({ type }) => type !== 'row');
    assert.ok(graphs.length > 20);
    for (const { title, description, targets } of graphs) {
      assert.ok(description, title);
      for (const { expr, datasource } of targets ?? []) {
        // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's own way to write a variable
        assert.deepEqual(datasource, { type: 'prometheus', uid: '${datasource}' });
        assert.ok(expr.includes('{job="sre-test-server", namespace=~"$namespace", pod=~"$pod"'), title);
      }
    }
  });
});
