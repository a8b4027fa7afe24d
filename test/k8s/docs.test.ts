import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  manifest,
  OVERLAYS,
  serverOf,
  textOf,
  valuesOf,
  type Workload,
} from '../support/interop/kubernetes-manifests.ts';
import { alertRules } from '../support/interop/kubernetes-monitoring.ts';

const DOCS = textOf('../docs/kubernetes.md');

/** Cells of the rows whose first cell is a name as `this`. */
function rowsBy(name: RegExp): ReadonlyMap<string, readonly string[]> {
  const rows = Array.from(DOCS.matchAll(/^\| `([\w-]+)` \|(.*)\|$/gm), ([, first = '', others = '']) => {
    return [first, others.split('|').map((cell) => cell.trim())] as const;
  });
  return new Map(rows.filter(([first]) => name.test(first)));
}

describe('docs/kubernetes.md', () => {
  test('has a row for each component, and none for others', () => {
    assert.deepEqual(Array.from(rowsBy(/^[a-z]/).keys()).sort(), OVERLAYS);
  });

  test('has a row for each alert, with how long it waits', () => {
    const rows = Array.from(rowsBy(/^Sre/), ([alert, cells]) => [alert, cells.at(-1)]);
    assert.deepEqual(
      rows,
      alertRules().map((rule) => [rule.alert, rule.for]),
    );
    assert.ok(DOCS.includes(` ${rows.length} alerts`));
  });

  test('has the timeline of the numbers in the manifest', () => {
    const deployment = manifest<Workload>('base/deployment.yaml');
    const server = serverOf(deployment);
    const { SRE_DRAIN_DELAY_SECONDS = '', SRE_GRACE_SECONDS = '' } = valuesOf(server);
    const total = deployment.spec.template.spec?.terminationGracePeriodSeconds;
    const sleep = server.lifecycle?.preStop.sleep.seconds ?? 0;
    const [delay, grace] = [Number(SRE_DRAIN_DELAY_SECONDS), Number(SRE_GRACE_SECONDS)];
    const sum = sleep + delay + grace + 1;
    assert.ok(DOCS.includes(`preStop ${sleep} + delay ${delay} + grace ${grace} + 1 = ${sum} ≤ ${total}.`));
    const times = Array.from(DOCS.matchAll(/^ +(\d+) {2}\S/gm), ([, seconds]) => Number(seconds));
    assert.deepEqual(times, [0, sleep, sleep + delay, sleep + delay + grace, total]);
  });
});
