/** examples/envoy, started by its run.sh: what examples/README.md promises of it, with the real Envoy. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Example, startExample } from '../support/interop/example.ts';
import { type Cluster, type Reasons, rotationOf, statOf } from '../support/interop/example-envoy.ts';
import { ECHO, type LoadReport, startLoad } from '../support/interop/example-load.ts';
import { REPLICAS, type Replica } from '../support/interop/example-ports.ts';
import { echoesOf, isReady, setFault } from '../support/interop/example-replica.ts';
import { until } from '../support/interop/example-until.ts';
import { toolOutput } from '../support/interop/tool.ts';

/** `consecutive_5xx` and `consecutive_gateway_failure` of examples/envoy/envoy.yaml. */
const FAILURES_UNTIL_EJECTED = 5;

/** 300 calls a second together. */
const IDEMPOTENT_LOAD = { ...ECHO, callsPerSecond: 200, concurrency: 20, connections: 4 };
const OTHER_LOAD = {
  call: 'grpc.testing.TestService.EmptyCall',
  proto: 'grpc/testing/test.proto',
  callsPerSecond: 100,
  concurrency: 10,
  connections: 2,
};

const EQUAL = { byName: { 'replica-1': 10, 'replica-2': 10, 'replica-3': 10 }, failed: 0 };

describe('examples/envoy', () => {
  let example: Example;
  before(async () => {
    example = await startExample('envoy');
  });
  after(() => example?.stop());

  const isIn = async (n: Replica, cluster: Cluster = 'grpc') => (await reasonsOf(n, cluster)).length === 0;
  const reasonsOf = async (n: Replica, cluster: Cluster): Promise<Reasons> =>
    (await rotationOf(example, cluster)).get(n) ?? [];
  const allAreIn = async () => {
    const all = REPLICAS.flatMap((n) => [isIn(n, 'grpc'), isIn(n, 'http')]);
    return (await Promise.all(all)).every(Boolean);
  };

  test('Envoy takes the configuration as it is in the repository', async () => {
    const words = ['--mode', 'validate', '-c', 'examples/envoy/envoy.yaml', '--use-dynamic-base-id'];
    assert.match(await toolOutput('envoy', words), /OK/);
  });

  test('each replica gets every third call, over one connection and over many', async () => {
    assert.deepEqual(await example.countReplies(), EQUAL);
    assert.deepEqual(await example.countReplies(['--connections', 'each']), EQUAL);
    assert.deepEqual(await example.countReplies(['--http']), EQUAL);
    assert.deepEqual(await example.countReplies(['--http', '--connections', 'each']), EQUAL);
  });

  test('a replica killed under load leaves the rotation, and comes back: echoes fail only whose answer had begun', async (t) => {
    const load = startLoad({ port: example.ports.grpc, ...IDEMPOTENT_LOAD });
    const otherLoad = startLoad({ port: example.ports.grpc, ...OTHER_LOAD });
    const before = await echoesOf(example, 2);
    await until('replica 2 answers calls of the load', async () => (await echoesOf(example, 2)) > before + 50);

    await example.replicas('kill', 2);
    await until('Envoy took it out', async () => !(await isIn(2)));
    const without = await example.countReplies();
    assert.deepEqual(Object.keys(without.byName), ['replica-1', 'replica-3']);
    assert.equal(without.failed, 0);

    await example.replicas('start', 2);
    await until('all are in rotation again', allAreIn);
    await until('replica 2 answers calls of the load again', async () => (await echoesOf(example, 2)) > 50);
    const [report, other] = await Promise.all([load.stop(), otherLoad.stop()]);

    t.diagnostic(`Echo: ${JSON.stringify(report)}; EmptyCall: ${JSON.stringify(other)}`);
    // Of the first only those whose answer had begun, of the others all that were in flight at the replica.
    assertStatuses(report, ['OK', 'Internal']);
    assertStatuses(other, ['OK', 'Internal', 'Unavailable']);
    const begun = (report.statuses.Internal ?? 0) + (other.statuses.Internal ?? 0);
    assert.equal(begun, await statOf(example, 'http.grpc.rq_reset_after_downstream_response_started'));
    assert.ok(failuresOf(report) <= IDEMPOTENT_LOAD.concurrency, 'no more than can be in flight');
    assert.ok(failuresOf(other) <= OTHER_LOAD.concurrency, 'no more than can be in flight');
    assert.ok((await statOf(example, 'cluster.grpc.upstream_rq_retry_success')) > 0, 'calls were in flight');
    assert.deepEqual(await example.countReplies(), EQUAL);
  });

  test('a replica that fails while its health check is green is ejected after five calls, and comes back', async () => {
    await setFault(example, 3, 'status=UNAVAILABLE');
    await setFault(example, 1, 'status=503');
    // For longer than a health check's interval, which is green and brings nobody back; shorter than the ejection.
    const counting = ['--calls', '20', '--rounds', '3'];
    const [grpc, http] = await Promise.all([
      example.countReplies(counting),
      example.countReplies([...counting, '--http']),
    ]);

    assert.equal(grpc.failed, FAILURES_UNTIL_EJECTED);
    assert.deepEqual(Object.keys(grpc.byName), ['replica-1', 'replica-2']);
    assert.equal(http.failed, FAILURES_UNTIL_EJECTED);
    assert.deepEqual(Object.keys(http.byName), ['replica-2', 'replica-3']);
    assert.deepEqual(await reasonsOf(3, 'grpc'), ['failed_outlier_check']);
    assert.deepEqual(await reasonsOf(1, 'http'), ['failed_outlier_check']);
    assert.deepEqual(await Promise.all([isReady(example, 1), isReady(example, 3)]), [true, true]);

    await setFault(example, 3, undefined);
    await setFault(example, 1, undefined);
    await until('both are in rotation again', allAreIn);
    assert.deepEqual(await example.countReplies(), EQUAL);
    assert.deepEqual(await example.countReplies(['--http']), EQUAL);
  });
});

function assertStatuses({ statuses }: LoadReport, expected: readonly string[]): void {
  assert.deepEqual(
    Object.keys(statuses).filter((status) => !expected.includes(status)),
    [],
  );
}

function failuresOf({ count, statuses }: LoadReport): number {
  return count - (statuses.OK ?? 0);
}
