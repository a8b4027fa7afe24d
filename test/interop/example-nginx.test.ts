/** examples/nginx, started by its run.sh: what examples/README.md promises of it, with the real nginx. */

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, type TestContext, test } from 'node:test';
import { type Example, startExample } from '../support/interop/example.ts';
import { endTests } from '../support/interop/example-ends.ts';
import { ECHO, startLoad } from '../support/interop/example-load.ts';
import { REPLICAS, type Replica } from '../support/interop/example-ports.ts';
import { echoesOf, setFault } from '../support/interop/example-replica.ts';
import { until } from '../support/interop/example-until.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { runTool } from '../support/interop/tool.ts';
import { parseExposition } from '../support/prometheus-text.ts';

/** Calls take 50 ms, so that all callers have one in flight: 200 a second. */
const CALLS_TAKE = 'delay=50ms';
const LOAD = { ...ECHO, callsPerSecond: 200, concurrency: 12, connections: 2 };

const EQUAL = { byName: { 'replica-1': 10, 'replica-2': 10, 'replica-3': 10 }, failed: 0 };

/** What examples/nginx/nginx.conf makes of 502; and what nginx does where the answer had begun. */
const LOST =
  /code = Unavailable desc = nginx: no replica took the call, |code = Internal desc = .* code: INTERNAL_ERROR$/;

describe('examples/nginx', () => {
  let example: Example;
  before(async () => {
    // Without a drain delay: nginx asks nobody whether they are ready, and does without.
    example = await startExample('nginx', { env: { SRE_DRAIN_DELAY_SECONDS: '0' } });
  });
  after(() => example?.stop());

  const setPace = () => Promise.all(REPLICAS.map((n) => setFault(example, n, CALLS_TAKE)));
  const clearFaults = () => Promise.all(REPLICAS.map((n) => setFault(example, n, undefined)));
  const start = async (t: TestContext) => {
    const before = await echoesOf(example, 2);
    const load = startLoad({ port: example.ports.grpc, ...LOAD });
    // Also where the test fails.
    t.after(() => load.stop().catch(() => undefined));
    await until('replica 2 answers calls of the load', async () => (await echoesOf(example, 2)) > before + 20);
    return load;
  };
  const replica2AnswersAgain = () =>
    until('replica 2 answers calls of the load again', async () => (await echoesOf(example, 2)) > 20);

  test('nginx takes the configuration as it is in the repository', async () => {
    const scratch = scratchFolder();
    mkdirSync(scratch.path('prefix'));
    // In sbin, which is not in every user's PATH.
    const check = 'PATH="$PATH:/usr/sbin" exec nginx -t -p "$1" -c "$PWD/examples/nginx/nginx.conf" -e stderr';
    const { code, stderr } = await runTool('sh', ['-c', check, 'sh', scratch.path('prefix')]);
    scratch.remove();
    assert.match(stderr, /nginx\.conf test is successful/);
    assert.equal(code, 0);
  });

  test('each replica gets every third call, over one connection and over many', async () => {
    for (const connections of ['one', 'each']) {
      const words = ['--connections', connections];
      const both = await Promise.all([example.countReplies(words), example.countReplies([...words, '--http'])]);
      assert.deepEqual(both, [EQUAL, EQUAL]);
    }
  });

  test('a replica killed under load leaves, with the calls in flight on it alone, and comes back', async (t) => {
    await setPace();
    const load = await start(t);
    await example.replicas('kill', 2);
    const without = await example.countReplies(['--calls', '12']);
    assert.deepEqual([Object.keys(without.byName), without.failed], [['replica-1', 'replica-3'], 0]);
    assert.match(example.log('nginx.log'), / upstream server temporarily disabled /);

    await example.replicas('start', 2);
    await replica2AnswersAgain();
    const report = await load.stop();

    t.diagnostic(JSON.stringify(report));
    assert.match(example.log('access.log'), new RegExp(`:${example.ports.replicaGrpc(2)}, \\S+ 502, 200 `));
    const lost = report.count - (report.statuses.OK ?? 0);
    assert.ok(lost > 0, 'calls were in flight');
    assert.ok(lost <= LOAD.concurrency, `${lost} calls were lost, and ${LOAD.concurrency} at most were in flight`);
    assert.deepEqual(
      Object.keys(report.errors).filter((error) => !LOST.test(error)),
      [],
    );
    await clearFaults();
    assert.deepEqual(await example.countReplies(), EQUAL);
  });

  test('SIGTERM under load loses no call, and each call in flight has a connection of its own', async (t) => {
    await setPace();
    const load = await start(t);
    // So that some are in flight when it says GOAWAY and when its port is closed.
    await setFault(example, 2, 'delay=1s');
    await until('all callers have a connection', async () => {
      const open = await Promise.all(REPLICAS.map((n) => connectionsOf(example, n)));
      return open.reduce((sum, count) => sum + count, 0) >= LOAD.concurrency;
    });
    await example.replicas('restart', 2);
    await replica2AnswersAgain();
    const report = await load.stop();

    t.diagnostic(JSON.stringify(report));
    assert.deepEqual(report.statuses, { OK: report.count });
    await clearFaults();
  });

  test('what nginx does not see: a replica that is not ready, and one that answers 503', async () => {
    const health = `http://127.0.0.1:${example.ports.replicaAdmin(2)}/api/health`;
    await fetch(health, { method: 'PUT', body: 'NOT_SERVING' });
    assert.deepEqual(await example.countReplies(), EQUAL);
    await fetch(health, { method: 'PUT', body: 'SERVING' });
    await setFault(example, 2, 'html=503');
    assert.deepEqual(await example.countReplies(), { byName: { 'replica-1': 10, 'replica-3': 10 }, failed: 10 });
    await clearFaults();
  });

  test('a large request body passes', async () => {
    const url = `http://127.0.0.1:${example.ports.http}/upload`;
    const response = await fetch(url, { method: 'POST', body: new Uint8Array(3 * 1024 * 1024) });
    assert.equal(response.status, 200);
    assert.match(await response.text(), /3145728/);
  });

  endTests('nginx', () => example);
});

/** That are open on its gRPC port now. */
async function connectionsOf({ ports }: Example, n: Replica): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${ports.replicaAdmin(n)}/metrics`)).text();
  const samples = parseExposition(text, 'text').get('sre_open_connections')?.samples ?? [];
  return samples.find(({ labels }) => labels.get('listener') === 'grpc')?.value ?? 0;
}
