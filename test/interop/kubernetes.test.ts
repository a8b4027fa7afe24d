/**
 * k8s/ as kubectl renders it, and as an API server, Prometheus and a kubelet take it. The API server's part is k8s-tools/validate,
 * made of its own code; Prometheus' is promtool.
 */

import assert from 'node:assert/strict';
import { copyFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { fromFolder, ownKustomization, type PodSecurity, problemsOf, rendered } from '../support/interop/kubernetes.ts';
import {
  K8S,
  type Manifest,
  OVERLAYS,
  objectsIn,
  type Probe,
  serverOf,
  textOf,
  valuesOf,
  type Workload,
} from '../support/interop/kubernetes-manifests.ts';
import { alertRules, dashboardQueries, type RuleGroup, ruleGroups } from '../support/interop/kubernetes-monitoring.ts';
import { asked } from '../support/interop/promql.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { runTool, toolOutput } from '../support/interop/tool.ts';
import { parseExposition } from '../support/prometheus-text.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

/** How many times something is asked for again that changes soon. */
const TRIES = 50;

const scratch = scratchFolder();
after(() => scratch.remove());

function levelOf(overlay: string): PodSecurity {
  return overlay === 'debug' ? 'privileged' : 'restricted';
}

describe('kubectl renders, and an API server would take', () => {
  for (const folder of ['base', ...OVERLAYS.map((overlay) => `overlays/${overlay}`)]) {
    const level = levelOf(folder.replace('overlays/', ''));
    test(`${folder}, Pod Security ${level}`, async () => {
      const objects = await rendered(folder);
      assert.deepEqual(await problemsOf(objects, level), []);
      const kinds = objectsIn(objects).map(({ kind }) => kind);
      assert.ok(kinds.includes('Service') && kinds.includes('NetworkPolicy'), kinds.join(' '));
    });
  }

  test('all components at once, with the image and the namespace of a user', async () => {
    const folder = scratch.path('all');
    const components = OVERLAYS.map((overlay) => `  - ${fromFolder(folder, `components/${overlay}`)}\n`).join('');
    ownKustomization(
      scratch,
      'all',
      `resources:\n  - ${fromFolder(folder, 'base')}\ncomponents:\n${components}namespace: sre-test\n` +
        'images: [{name: sre-test-server, newName: registry.example.com/sre, newTag: "7"}]\n',
    );
    const objects = await toolOutput('kubectl', ['kustomize', folder]);
    assert.deepEqual(await problemsOf(objects, 'privileged'), []);
    const images = Array.from(objects.matchAll(/^ +image: (.*)$/gm), ([, image]) => image);
    // The server, the container to debug in, k6.
    assert.deepEqual(images, Array(3).fill('registry.example.com/sre:7'));
    assert.ok(objectsIn(objects).every(({ metadata }) => Reflect.get(metadata, 'namespace') === 'sre-test'));
    assert.ok(!objects.includes('kind: Deployment'), 'the DaemonSet is in its place');
    assert.match(objects, /SRE_HTTP_METRICS/, 'patches of other components reach it');
  });

  test('the debug overlay only where Pod Security lets it: not under restricted, not under baseline', async () => {
    const objects = await rendered('overlays/debug');
    const [restricted, baseline] = await Promise.all([
      problemsOf(objects, 'restricted'),
      problemsOf(objects, 'baseline'),
    ]);
    for (const problem of [...restricted, ...baseline])
      assert.match(problem, /container "debug"/, 'the server is as in the base');
    assert.match(restricted.join('\n'), /runAsUser=0/);
    assert.match(baseline.join('\n'), /"NET_ADMIN", "NET_RAW", "SYS_PTRACE"/);
  });
});

describe('an API server would refuse', () => {
  /** Overlay, what is changed in it, and what is said of that. */
  const MISTAKES: readonly (readonly [string, string, string, RegExp])[] = [
    ['daemonset', 'maxSurge: 1', 'maxSurges: 1', /unknown field "spec.updateStrategy.rollingUpdate.maxSurges"/],
    ['daemonset', 'runAsUser: 65532', 'runAsUser: sre', /cannot unmarshal string .*runAsUser/],
    ['daemonset', 'maxSurge: 1', 'maxSurge: 0', /maxUnavailable/],
    [
      'daemonset',
      'internalTrafficPolicy: Local',
      'internalTrafficPolicy: Node',
      /supported values: "Cluster", "Local"/,
    ],
    ['daemonset', '- ALL', '- NONE', /Pod Security restricted: unrestricted capabilities/],
    [
      'istio',
      'connectTimeout:',
      'connectionTimeout:',
      /DestinationRule\/.*unknown field "spec.trafficPolicy.connectionPool/,
    ],
    ['istio', 'timeout: 15s', 'timeout: 15', /VirtualService\/.*spec.http\[3\].timeout/],
    ['istio', 'mode: STRICT', 'mode: ALWAYS', /PeerAuthentication\/.*Unsupported value: "ALWAYS"/],
    [
      'gateway-api',
      'backendRequest: 10s',
      'backendRequest: 20s',
      /backendRequest timeout cannot be longer than request/,
    ],
    ['gateway-api', 'certificateRefs:', 'certificateRef:', /Gateway\/.*unknown field/],
    [
      'gateway-api',
      'kind: GRPCRoute',
      'kind: GrpcRoute',
      /no schema for gateway.networking.k8s.io\/v1, Kind=GrpcRoute/,
    ],
    ['gateway-api', '- grpc.sre-test-server.example.com', '- 10.0.0.1:443', /GRPCRoute\/.*spec.hostnames\[0\]/],
    ['monitoring', 'scrapeTimeout: 10s', 'scrapeTimeout: ten', /ServiceMonitor\/.*scrapeTimeout/],
    ['monitoring', 'for: 5m', 'wait: 5m', /PrometheusRule\/.*unknown field/],
    ['load', 'schedule: 0 0 31 2 *', 'schedule: never', /CronJob\/.*spec.schedule/],
  ];

  for (const [overlay, right, wrong, expected] of MISTAKES) {
    test(`${overlay}: ${wrong}`, async () => {
      const objects = await rendered(`overlays/${overlay}`);
      assert.ok(objects.includes(right), right);
      const problems = await problemsOf(objects.replace(right, wrong), 'restricted');
      assert.match(problems.join('\n'), expected);
    });
  }

  test('a kind of which it knows nothing, and nothing at all', async () => {
    const objects = 'apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: a}\n';
    assert.match((await problemsOf(objects, 'restricted')).join(), /Shop\/a: no schema for example.com\/v1, Kind=Shop/);
    assert.deepEqual(await problemsOf('', 'restricted'), ['no object on stdin']);
  });
});

describe('promtool', () => {
  const write = (name: string, groups: readonly RuleGroup[]) => {
    writeFileSync(scratch.path(name), JSON.stringify({ groups }));
    return scratch.path(name);
  };
  const testRules = async (groups: readonly RuleGroup[]) => {
    write('alerts.yaml', groups);
    copyFileSync(
      fileURLToPath(new URL('components/monitoring/alerts.test.yaml', K8S)),
      scratch.path('alerts.test.yaml'),
    );
    return runTool('promtool', ['test', 'rules', scratch.path('alerts.test.yaml')]);
  };

  test('takes the alerts', async () => {
    const said = await toolOutput('promtool', ['check', 'rules', write('alerts.yaml', ruleGroups())]);
    assert.match(said, new RegExp(`SUCCESS: ${alertRules().length} rules found`));
  });

  test('sees each alert fire on what it is for, and on nothing else', async () => {
    const { code, stdout, stderr } = await testRules(ruleGroups());
    assert.equal(code, 0, stdout + stderr);
  });

  test('would notice an alert that never fires', async () => {
    const groups = ruleGroups().map((group) => ({ ...group, rules: group.rules.slice(1) }));
    const { code, stderr } = await testRules(groups);
    assert.equal(code, 1);
    assert.match(stderr, /SreTestServerErrorsFromInfrastructure.*SreTestServerCpuThrottled.*SreTestServerFinding/s);
  });

  test('parses what the dashboard asks', async () => {
    // Grafana puts the one and the other in before it asks.
    const exprs = dashboardQueries().map(({ expr }) =>
      expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$\w+/g, '.*'),
    );
    assert.ok(exprs.length > 30);
    const rules = exprs.map((expr, index) => ({ record: `sre:panel${index}`, expr }));
    writeFileSync(scratch.path('dashboard.yaml'), JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
    const said = await toolOutput('promtool', ['check', 'rules', scratch.path('dashboard.yaml')]);
    assert.match(said, new RegExp(`SUCCESS: ${exprs.length} rules found`));
  });
});

describe('a server with the variables of the manifests', () => {
  let server: ServerProcess;
  let pod: Workload;
  before(async () => {
    const objects = objectsIn(await rendered('overlays/monitoring'));
    pod = objects.find(({ kind }: Manifest) => kind === 'Deployment') as Workload;
    server = await startServer({ env: valuesOf(serverOf(pod)) });
  });
  after(() => server?.stop());

  const httpGet = async (probe: Probe | undefined) =>
    (await fetch(`http://127.0.0.1:${server.httpPort}${probe?.httpGet?.path}`)).status;
  const grpcCheck = async (probe: Probe | undefined) => {
    const request = JSON.stringify({ service: probe?.grpc?.service ?? '' });
    const target = `127.0.0.1:${server.grpcPort}`;
    const reply = await toolOutput('grpcurl', ['-plaintext', '-d', request, target, 'grpc.health.v1.Health/Check']);
    return (JSON.parse(reply) as { readonly status: string }).status;
  };

  test('answers its probes', async () => {
    const { startupProbe, readinessProbe, livenessProbe } = serverOf(pod);
    assert.deepEqual([await httpGet(startupProbe), await httpGet(livenessProbe)], [200, 200]);
    assert.equal(await grpcCheck(readinessProbe), 'SERVING');
  });

  test('tells every metric that alerts and dashboard ask for', async () => {
    const text = await (await fetch(`http://127.0.0.1:${server.httpPort}/metrics`)).text();
    const families = parseExposition(text, 'text');
    const exprs = [...alertRules(), ...dashboardQueries()].map(({ expr }) => expr);
    const names = new Set(exprs.flatMap(asked).map(({ family }) => family));
    assert.ok(names.size > 25);
    names.delete('up');
    assert.deepEqual(
      Array.from(names).filter((name) => !families.has(name)),
      [],
    );
  });

  test('knows every request to the admin port that runbooks and docs tell to make', async () => {
    const docs = toldToType().replaceAll('{{ $labels.rule }}', 'K1');
    const urls = Array.from(docs.matchAll(/localhost:8090(\/[^\s'"|)`]*)/g), ([, path = '']) => path);
    const encoded = Array.from(docs.matchAll(/--data-urlencode '(\w+)=([^']*)'/g), ([, name = '', value = '']) => {
      return `/api/trace?${new URLSearchParams({ [name]: value })}`;
    });
    assert.ok(urls.length > 10 && encoded.length > 1);
    for (const path of new Set([...urls, ...encoded])) {
      const { status } = await fetch(`http://127.0.0.1:${server.adminPort}${path}`);
      assert.equal(status, 200, path);
    }
  });

  test('is not ready from SIGTERM on, and alive all the same', async () => {
    const { readinessProbe, livenessProbe } = serverOf(pod);
    process.kill(server.pid, 'SIGTERM');
    let status = await grpcCheck(readinessProbe);
    for (let n = 0; status === 'SERVING' && n < TRIES; n++) {
      await sleep(20);
      status = await grpcCheck(readinessProbe);
    }
    assert.deepEqual([status, await httpGet(livenessProbe)], ['NOT_SERVING', 200]);
    // A second signal ends it at once: how it drains is the matter of other tests.
    await server.stop();
  });
});

test('the script validates a folder of the user, and says how it is called', async () => {
  const script = fileURLToPath(new URL('../scripts/k8s-validate.sh', K8S));
  assert.match(await toolOutput(script, [fileURLToPath(new URL('base', K8S))]), /base: \d+ objects are valid\n/);
  const folder = ownKustomization(
    scratch,
    'wrong',
    `resources: [${fromFolder(scratch.path('wrong'), 'base')}]\nnamespaces: a\n`,
  );
  assert.equal((await runTool(script, [folder])).code, 1);
  const { code, stderr } = await runTool(script, ['--help']);
  assert.equal(code, 2);
  assert.match(stderr, /k8s-validate.sh: .*--help.*expected/);
});

/** What tells SREs what to type. */
function toldToType(): string {
  return `${textOf('../docs/kubernetes.md')}\n${textOf('components/monitoring/prometheus-rule.yaml')}`;
}
