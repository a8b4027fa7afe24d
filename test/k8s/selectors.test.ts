import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Labels,
  manifest,
  manifests,
  matches,
  type Service,
  type Workload,
} from '../support/interop/kubernetes-manifests.ts';

interface Selecting {
  readonly spec: {
    readonly podSelector?: { readonly matchLabels: Labels };
    readonly selector?: { readonly matchLabels: Labels };
  };
}

const OBJECTS = manifests();
const SERVICES = OBJECTS.filter((object): object is Service => object.kind === 'Service');
const REPLICA = manifest<Workload>('base/deployment.yaml').spec.template.metadata.labels;
const LOAD = manifest<{ spec: { jobTemplate: Workload } }>('components/load/k6.yaml');

describe('what selects replicas', () => {
  const byLabels = OBJECTS.flatMap((object): (readonly [string, Labels])[] => {
    const { spec = {} } = object as Partial<Selecting>;
    const found = spec.podSelector?.matchLabels ?? spec.selector?.matchLabels;
    const isOfServices = object.kind === 'ServiceMonitor';
    return found === undefined || isOfServices ? [] : [[`${object.kind} ${object.metadata.name}`, found]];
  });
  const ofServices = SERVICES.map(({ metadata, spec }) => [`Service ${metadata.name}`, spec.selector] as const);

  for (const [name, selector] of [...byLabels, ...ofServices]) {
    test(`${name}: all of them, and no load generator`, () => {
      assert.ok(matches(selector, REPLICA));
      assert.ok(!matches(selector, LOAD.spec.jobTemplate.spec.template.metadata.labels));
    });
  }

  test('is the Deployment, the policies, the Services', () => {
    const kinds = [...byLabels, ...ofServices].map(([name]) => name.split(' ')[0]);
    const expected = ['Deployment', 'NetworkPolicy', 'PeerAuthentication', 'PodDisruptionBudget', 'Telemetry'];
    assert.deepEqual(kinds.sort(), [...expected, 'Service', 'Service', 'Service'].sort());
  });
});

test('the ServiceMonitor selects one Service, so that no replica is scraped twice', () => {
  const { spec } = manifest<Selecting>('components/monitoring/service-monitor.yaml');
  const selected = SERVICES.filter(({ metadata }) => matches(spec.selector?.matchLabels ?? {}, metadata.labels));
  assert.deepEqual(
    selected.map(({ metadata }) => metadata.name),
    ['sre-test-server'],
  );
});
