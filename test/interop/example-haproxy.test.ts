/** examples/haproxy, started by its run.sh: what examples/README.md promises of it, with the real HAProxy. */

import assert from 'node:assert/strict';
import { after, before, describe, type TestContext, test } from 'node:test';
import { type Example, startExample } from '../support/interop/example.ts';
import { endTests } from '../support/interop/example-ends.ts';
import { type Section, stateOf } from '../support/interop/example-haproxy.ts';
import { ECHO, type LoadReport, startLoad } from '../support/interop/example-load.ts';
import { REPLICAS, type Replica } from '../support/interop/example-ports.ts';
import { echoesOf, setFault } from '../support/interop/example-replica.ts';
import { until } from '../support/interop/example-until.ts';
import { runTool, toolOutput } from '../support/interop/tool.ts';

/** `error-limit` of examples/haproxy/haproxy.cfg. */
const FAILURES_UNTIL_DOWN = 5;

/** Calls take 200 ms, so that all callers have one in flight: 60 a second on each listener, 180 together. */
const CALLS_TAKE = 'delay=200ms';
const LOAD = { ...ECHO, callsPerSecond: 60, concurrency: 12, connections: 6 };
const CALLERS_PER_CONNECTION = LOAD.concurrency / LOAD.connections;

const SECTIONS: readonly Section[] = ['grpc', 'grpc_tcp', 'grpc_tcp_cut', 'http'];
const BY_CONNECTION = ['grpc_tcp', 'grpc_tcp_cut'] as const;

const EQUAL = { byName: { 'replica-1': 10, 'replica-2': 10, 'replica-3': 10 }, failed: 0 };

/** HAProxy's answers to a call that it had passed on: that a retry is safe, though the replica had the call; 502; and half an answer. */
const CUT_BY_CALL = /code: REFUSED_STREAM$|received from server: 502 |closed the stream without sending trailers$/;
const CUT_BY_CONNECTION = /^rpc error: code = Unavailable desc = error reading from server: /;

describe('examples/haproxy', () => {
  let example: Example;
  before(async () => {
    example = await startExample('haproxy');
  });
  after(() => example?.stop());

  const portOf = (section: Section) => example.ports.base + { grpc: 0, http: 1, grpc_tcp: 2, grpc_tcp_cut: 3 }[section];
  const isUp = async (section: Section, n: Replica) => (await stateOf(example, section, n)).status === 'UP';
  const allAreUp = async () => {
    const all = SECTIONS.flatMap((section) => REPLICAS.map((n) => isUp(section, n)));
    return (await Promise.all(all)).every(Boolean);
  };
  const are = async (state: 'DOWN' | 'NOLB', sections: readonly Section[], n: Replica) => {
    const states = await Promise.all(sections.map((section) => stateOf(example, section, n)));
    return states.every(({ status }) => status.startsWith(state));
  };
  const inFlightBySection = async (n: Replica) => {
    const [tcp, cut] = await Promise.all(BY_CONNECTION.map((section) => stateOf(example, section, n)));
    return {
      grpc_tcp: (tcp?.sessions ?? 0) * CALLERS_PER_CONNECTION,
      grpc_tcp_cut: (cut?.sessions ?? 0) * CALLERS_PER_CONNECTION,
    };
  };
  const setPace = () => Promise.all(REPLICAS.map((n) => setFault(example, n, CALLS_TAKE)));
  const clearFaults = () => Promise.all(REPLICAS.map((n) => setFault(example, n, undefined)));
  const startLoads = async (t: TestContext, sections: readonly Section[]) => {
    const before = await echoesOf(example, 2);
    const loads = sections.map((section) => startLoad({ port: portOf(section), ...LOAD }));
    const stop = () => Promise.all(loads.map((load) => load.stop()));
    // Also where the test fails.
    t.after(() => stop().catch(() => undefined));
    await until('replica 2 answers calls of the load', async () => (await echoesOf(example, 2)) > before + 20);
    return { stop };
  };

  test('HAProxy takes the configuration as it is in the repository, without a warning', async () => {
    // In sbin, which is not in every user's PATH.
    const check = 'PATH="$PATH:/usr/sbin" exec haproxy -c -f examples/haproxy/haproxy.cfg';
    const { code, stderr } = await runTool('sh', ['-c', check]);
    assert.deepEqual([code, stderr], [0, '']);
  });

  test('mode http spreads calls, over one connection and over many', async () => {
    for (const connections of ['one', 'each']) {
      const words = ['--connections', connections];
      const both = await Promise.all([example.countReplies(words), example.countReplies([...words, '--http'])]);
      assert.deepEqual(both, [EQUAL, EQUAL]);
    }
  });

  test('mode tcp spreads connections: one channel, one replica', async () => {
    const words = ['--connections', 'each', '--calls', '6'];
    const [one, each] = await Promise.all([
      example.countReplies([], portOf('grpc_tcp_cut')),
      example.countReplies(words, portOf('grpc_tcp')),
    ]);
    assert.deepEqual([Object.values(one.byName), one.failed], [[30], 0]);
    assert.deepEqual([Object.keys(each.byName), each.failed], [Object.keys(EQUAL.byName), 0]);
  });

  test('mode tcp tells the client by PROXY protocol, mode http by x-forwarded-for', async () => {
    const ask = async (section: Section) => {
      const call = ['-d', '{}', `127.0.0.1:${portOf(section)}`, 'sre.echo.v1.EchoService/Echo'];
      return JSON.parse(await toolOutput('grpcurl', ['-plaintext', ...call])).seen;
    };
    const { proxyProtocol } = await ask('grpc_tcp');
    assert.deepEqual([proxyProtocol.version, proxyProtocol.destination.port], [2, portOf('grpc_tcp')]);
    const { metadata } = await ask('grpc');
    const forwarded = metadata.find(({ name }: { readonly name: string }) => name === 'x-forwarded-for');
    assert.equal(forwarded.value, '127.0.0.1');
  });

  test('a replica killed under load leaves, with the calls in flight on it alone, and comes back', async (t) => {
    await setPace();
    const loads = await startLoads(t, ['grpc', ...BY_CONNECTION]);
    const inFlight = await inFlightBySection(2);
    assert.ok(inFlight.grpc_tcp > 0 && inFlight.grpc_tcp_cut > 0);

    await example.replicas('kill', 2);
    await until('HAProxy took it out', () => are('DOWN', SECTIONS, 2));
    const each = ['--connections', 'each', '--calls', '4'];
    const counts = await Promise.all(
      (['grpc', 'grpc_tcp'] as const).map((by) => example.countReplies(each, portOf(by))),
    );
    for (const { byName, failed } of counts) {
      assert.deepEqual([Object.keys(byName), failed], [['replica-1', 'replica-3'], 0]);
    }

    await example.replicas('start', 2);
    await until('all are in rotation again', allAreUp);
    await until('replica 2 answers calls of the load again', async () => (await echoesOf(example, 2)) > 20);
    // What mode tcp does not do: connections stay where they are. New ones go to the replica that has none.
    assert.equal((await stateOf(example, 'grpc_tcp', 2)).sessions, 0);
    const fresh = await example.countReplies(each, portOf('grpc_tcp'));
    assert.deepEqual(fresh, { byName: { 'replica-2': 4 }, failed: 0 });

    const [byCall, tcp, cut] = await loads.stop();
    t.diagnostic(JSON.stringify({ byCall, tcp, cut, inFlight }));
    assertLost(byCall, 1, LOAD.concurrency, CUT_BY_CALL);
    assertLost(tcp, 1, inFlight.grpc_tcp, CUT_BY_CONNECTION);
    assertLost(cut, 1, inFlight.grpc_tcp_cut, CUT_BY_CONNECTION);
    await clearFaults();
  });

  test('SIGTERM under load loses no call, but for what is cut when the replica is down', async (t) => {
    await setPace();
    const loads = await startLoads(t, ['grpc', ...BY_CONNECTION]);
    const inFlight = await inFlightBySection(2);
    // So that some are in flight when it says GOAWAY and when its port is closed.
    await setFault(example, 2, 'delay=1s');
    const restart = example.replicas('restart', 2);
    await until('HAProxy sends it nothing new, before its port is closed', () => are('NOLB', SECTIONS, 2));
    await restart;
    await until('all are in rotation again', allAreUp);
    await until('replica 2 answers calls of the load again', async () => (await echoesOf(example, 2)) > 20);

    const [byCall, tcp, cut] = await loads.stop();
    t.diagnostic(JSON.stringify({ byCall, tcp, cut, inFlight }));
    assert.deepEqual(byCall?.statuses, { OK: byCall?.count });
    assert.deepEqual(tcp?.statuses, { OK: tcp?.count });
    assertLost(cut, 0, inFlight.grpc_tcp_cut, CUT_BY_CONNECTION);
    await clearFaults();
  });

  test('answers of HTTP 5xx take a replica out after five in a row; a status of gRPC does not', async () => {
    const before = await stateOf(example, 'grpc', 3);
    await setFault(example, 3, 'html=503');
    const { failed, byName } = await example.countReplies(['--calls', '60']);
    const { downs, status } = await stateOf(example, 'grpc', 3);
    const rounds = downs - before.downs;
    assert.ok(rounds > 0, status);
    // On a slow machine it is in again by now, and some of the next five have failed.
    const next = failed - rounds * FAILURES_UNTIL_DOWN;
    assert.ok(
      next === 0 || (next > 0 && !status.startsWith('DOWN')),
      `${failed} calls failed, ${rounds} times ${status}`,
    );
    assert.deepEqual(Object.keys(byName), ['replica-1', 'replica-2']);

    await setFault(example, 3, 'status=UNAVAILABLE');
    await until('it is in rotation again', allAreUp);
    assert.deepEqual(await example.countReplies(), { byName: { 'replica-1': 10, 'replica-2': 10 }, failed: 10 });
    await clearFaults();
    assert.deepEqual(await example.countReplies(), EQUAL);
  });

  test('a replica that hangs keeps its calls, but for what is cut when it is down', async (t) => {
    await setPace();
    const loads = await startLoads(t, BY_CONNECTION);
    const inFlight = await inFlightBySection(3);
    const pid = (await example.pids()).get(3);
    assert.ok(pid !== undefined && inFlight.grpc_tcp_cut > 0);
    process.kill(pid, 'SIGSTOP');
    try {
      await until('HAProxy took it out', () => are('DOWN', BY_CONNECTION, 3));
      await until('its calls were cut', async () => (await stateOf(example, 'grpc_tcp_cut', 3)).sessions === 0);
      assert.equal((await stateOf(example, 'grpc_tcp', 3)).sessions * CALLERS_PER_CONNECTION, inFlight.grpc_tcp);
    } finally {
      process.kill(pid, 'SIGCONT');
    }

    const [tcp, cut] = await loads.stop();
    t.diagnostic(JSON.stringify({ tcp, cut, inFlight }));
    assert.deepEqual(tcp?.statuses, { OK: tcp?.count });
    assertLost(cut, 1, inFlight.grpc_tcp_cut, CUT_BY_CONNECTION);
  });

  endTests('haproxy', () => example);
});

/** Between so many calls were lost, and each in the way that is meant. */
function assertLost(report: LoadReport | undefined, least: number, most: number, how: RegExp): void {
  assert.ok(report !== undefined);
  const lost = report.count - (report.statuses.OK ?? 0);
  assert.ok(lost >= least && lost <= most, `${lost} calls were lost; expected ${least} to ${most}`);
  assert.deepEqual(
    Object.keys(report.errors).filter((error) => !how.test(error)),
    [],
  );
}
