import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import type { Option } from 'commander';
import { EnvOption } from '../../src/cli/environment.ts';
import { serveOptions } from '../../src/cli/options.ts';
import {
  containersOf,
  K8S,
  manifest,
  manifests,
  type Service,
  serverOf,
  textOf,
  valuesOf,
  type Workload,
} from '../support/interop/kubernetes-manifests.ts';

const OPTIONS = serveOptions();

/** What the server or Node reads that is no option: src/cli/identity.ts. */
const NO_OPTIONS = ['POD_NAME', 'POD_NAMESPACE', 'NODE_NAME', 'NODE_OPTIONS'];

/** How long the process takes to end when nothing is left to wait for, as docs/policies.md has it. */
const END_SECONDS = 1;

const MIB = 1024 * 1024;

/** Of V8's young generation: three semi-spaces of 16 MiB, its default where there is enough memory. */
const YOUNG_HEAP_BYTES = 48 * MIB;

/** Code, threads, V8 itself and our own modules: an idle server has 140 MiB resident, of which 50 are heap. */
const NODE_BYTES = 80 * MIB;

const deployment = manifest<Workload>('base/deployment.yaml');
const server = serverOf(deployment);
const variables = valuesOf(server);

function optionDefault(attribute: string): unknown {
  const option = OPTIONS.find((each) => each.attributeName() === attribute);
  assert.ok(option, `no option ${attribute}`);
  return option.defaultValue;
}

function isOfEnvironment(option: Option): option is EnvOption {
  return option instanceof EnvOption;
}

/** @param quantity as 512Mi or 1Gi */
function bytesOf(quantity: string | undefined): number {
  const [, digits, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity ?? '') ?? [];
  assert.ok(digits && unit, `${quantity} is not in Mi or Gi`);
  return Number(digits) * (unit === 'Gi' ? 1024 : 1) * MIB;
}

describe('the base', () => {
  test('has the ports that the server listens on by default, and the admin port nowhere', () => {
    const ports = { grpc: optionDefault('grpcPort'), http: optionDefault('httpPort') };
    assert.deepEqual(Object.fromEntries((server.ports ?? []).map((port) => [port.name, port.containerPort])), ports);
    const policy = manifest<{ spec: { ingress: { ports: { port: number }[] }[] } }>('base/network-policy.yaml');
    assert.deepEqual(
      policy.spec.ingress.flatMap((rule) => rule.ports.map(({ port }) => port)),
      Object.values(ports),
    );
    for (const service of manifests().filter((object): object is Service => object.kind === 'Service')) {
      const own = service.spec.ports.map(({ name, port, targetPort }) => ({ name, port, targetPort }));
      const expected = Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: name }));
      assert.deepEqual(own, expected, service.metadata.name);
    }
  });

  test('tells the server nothing by arguments', () => {
    assert.deepEqual([Reflect.get(server, 'args'), Reflect.get(server, 'command')], [undefined, undefined]);
  });

  test('has a termination grace that is longer than everything that happens in it', () => {
    const sleep = server.lifecycle?.preStop.sleep.seconds ?? 0;
    const delay = Number(variables.SRE_DRAIN_DELAY_SECONDS);
    const grace = Number(variables.SRE_GRACE_SECONDS);
    const sum = sleep + delay + grace + END_SECONDS;
    assert.ok(sleep > 0 && delay > 0 && grace > 0, 'each of them has its use');
    assert.ok(sum <= (deployment.spec.template.spec?.terminationGracePeriodSeconds ?? 0), `${sum} s`);
    const comment = `preStop ${sleep} + SRE_DRAIN_DELAY_SECONDS ${delay} + SRE_GRACE_SECONDS ${grace} + ${END_SECONDS}`;
    assert.ok(textOf('base/deployment.yaml').includes(`${comment} for the end of the process = ${sum}\n`));
  });

  test('has memory for the heap, the ring and Node, twice over with what exec starts', () => {
    const heap = Number(/--max-old-space-size=(\d+)/.exec(variables.NODE_OPTIONS ?? '')?.[1]) * MIB;
    assert.equal(Number(variables.SRE_RING_BYTES), optionDefault('ringBytes'));
    const needed = heap + Number(variables.SRE_RING_BYTES) + YOUNG_HEAP_BYTES + NODE_BYTES;
    const requested = bytesOf(server.resources?.requests.memory);
    assert.ok(needed < requested, `${needed / MIB} MiB`);
    assert.ok(bytesOf(server.resources?.limits.memory) >= 2 * requested);
  });

  test('has probes on the ports that there are: of gRPC by number, since the kubelet takes no name there', () => {
    assert.equal(server.readinessProbe?.grpc?.port, optionDefault('grpcPort'));
    assert.deepEqual([server.startupProbe?.httpGet?.port, server.livenessProbe?.httpGet?.port], ['http', 'http']);
  });
});

describe('every pod', () => {
  const workloads = manifests().filter((object): object is Workload => object.kind === 'Deployment');
  const cronJob = manifest<{ spec: { jobTemplate: Workload } }>('components/load/k6.yaml');
  const pods = [...workloads, cronJob.spec.jobTemplate].map((workload) => workload.spec.template.spec);
  const containers = pods.flatMap((pod) => containersOf(pod));

  test('has containers without a CPU limit', () => {
    assert.ok(containers.length > 3);
    for (const { name, resources } of containers) assert.equal(resources?.limits.cpu, undefined, name);
  });

  test('sets no variable of the server that is not an option, and no value that is refused', () => {
    const options = new Map(OPTIONS.filter(isOfEnvironment).map((option) => [option.variable, option]));
    const set = containers.filter(({ name }) => name === 'server').flatMap(({ env = [] }) => env);
    assert.ok(
      set.some(({ name }) => name === 'SRE_HTTP_METRICS'),
      'those of components as well',
    );
    for (const { name, value } of set) {
      if (NO_OPTIONS.includes(name)) continue;
      const option = options.get(name);
      assert.ok(option, `${name} is no variable of an option`);
      assert.doesNotThrow(() => option.parseArg?.(value ?? '', undefined), `${name}=${value}`);
    }
  });
});

test('each kustomization that has an image has the version of package.json', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', K8S), 'utf8')) as { readonly version: string };
  const files = ['base', 'components/debug', 'components/load'].map((folder) => `${folder}/kustomization.yaml`);
  for (const file of files) {
    const { images } = manifest<{ images: { name: string; newTag: string }[] }>(file);
    assert.deepEqual(images, [{ name: 'sre-test-server', newTag: version }], file);
  }
  assert.ok(textOf('base/kustomization.yaml').includes(`app.kubernetes.io/version: ${version}\n`));
});

test("Istio's sidecar, where it is a plain container, outlives the drain", () => {
  const { annotations = {} } = manifest<Workload>('components/istio/sidecar.yaml').spec.template.metadata;
  const seconds = Number(/^terminationDrainDuration: (\d+)s$/m.exec(annotations['proxy.istio.io/config'] ?? '')?.[1]);
  const drain = Number(variables.SRE_DRAIN_DELAY_SECONDS) + Number(variables.SRE_GRACE_SECONDS);
  assert.ok(seconds > drain, `${seconds} s`);
});
