/** scripts/load where something is wrong: a load test that cannot fail says nothing. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { freePort } from '../support/interop/daemon.ts';
import { startLoadBalancer } from '../support/interop/load-balancer.ts';
import { mountLoadScripts } from '../support/interop/load-mount.ts';
import {
  crossedThresholds,
  GENTLE,
  handledBy,
  type K6Parameters,
  runGhzConfig,
  runK6,
} from '../support/interop/load-run.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { runTool, toolOutput } from '../support/interop/tool.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

/** Exit codes of k6. */
const CROSSED = 99;
const EXCEPTION = 107;
const ABORTED = 108;

/** A fifth of 100 calls and more: that none of them fails happens once in 10^9 runs. */
const MANY: K6Parameters = { ...GENTLE, RATE: '100', CONNECTIONS: '30' };

describe('scripts/load, where something is wrong', () => {
  const scratch = scratchFolder();
  after(scratch.remove);
  let folder: string;
  let server: ServerProcess;
  let target: string;

  before(async () => {
    folder = mountLoadScripts(scratch);
    server = await startServer({ args: ['--log', 'off', '--max-concurrent-streams', '2'] });
    target = `127.0.0.1:${server.grpcPort}`;
  });
  after(() => server?.stop());

  async function meeting<T>(path: string, body: string, undo: string, run: () => Promise<T>): Promise<T> {
    const url = `http://127.0.0.1:${server.adminPort}/api/${path}`;
    await toolOutput('curl', ['-sf', '-X', 'PUT', '-d', body, url]);
    try {
      return await run();
    } finally {
      await toolOutput('curl', undo === '' ? ['-sf', '-X', 'DELETE', url] : ['-sf', '-X', 'PUT', '-d', undo, url]);
    }
  }

  for (const script of ['k6-grpc-unary.js', 'k6-grpc-stream.js']) {
    test(`${script}: where one call in five is UNAVAILABLE, thresholds are crossed and the exit code is ${CROSSED}`, async () => {
      const load = () => runK6(folder, script, { ...MANY, TARGET: target });
      const run = await meeting('faults', 'status=UNAVAILABLE:20', '', load);
      assert.equal(run.code, CROSSED, run.stdout + run.stderr);
      assert.deepEqual([...crossedThresholds(run)].sort(), ['checks rate>=1', 'failed_calls{step:1} rate<=0']);
      assert.match(run.stdout, /^ +UNAVAILABLE \d+ \(\d+\.\d %\)$/m);
      assert.match(run.stdout, /^thresholds +2 of \d+ CROSSED$/m);
    });
  }

  test('k6-http.js: where one request in five is 503, thresholds are crossed', async () => {
    const load = () => runK6(folder, 'k6-http.js', { ...MANY, TARGET: `http://127.0.0.1:${server.httpPort}/echo` });
    const run = await meeting('faults', 'status=503:20', '', load);
    assert.equal(run.code, CROSSED, run.stdout + run.stderr);
    assert.ok(crossedThresholds(run).includes('http_req_failed{step:1} rate<=0'), run.stdout);
    assert.match(run.stdout, /^ +503 \d+ \(\d+\.\d %\)$/m);
  });

  test('k6: FAILED_PERCENT is what may fail', async () => {
    const load = () => runK6(folder, 'k6-grpc-unary.js', { ...MANY, TARGET: target, FAILED_PERCENT: '60' });
    const run = await meeting('faults', 'status=UNAVAILABLE:20', '', load);
    assert.deepEqual([run.code, crossedThresholds(run)], [0, []], run.stdout + run.stderr);
    assert.ok((run.metrics.checks?.fails ?? 0) > 0);
  });

  test('k6: calls that could not begin when they were due are dropped, and cross a threshold', async () => {
    const slow = { METADATA: '{"x-sre-fault":"delay=100ms:50"}', CONNECTIONS: '1', DROPPED_PERCENT: '1' };
    const run = await runK6(folder, 'k6-grpc-unary.js', { ...GENTLE, ...slow, TARGET: target });
    assert.equal(run.code, CROSSED, run.stdout + run.stderr);
    assert.deepEqual(
      crossedThresholds(run).map((name) => name.split(' ')[0]),
      ['dropped_iterations'],
    );
    assert.match(run.stdout, /^dropped +\d+ calls that were due and not begun: the one connection was busy\.$/m);
  });

  test('ghz: calls that fail are told by their status', async () => {
    const load = () => runGhzConfig(folder, 'ghz-unary.json', ['-z', '2s', target]);
    const { statusCodeDistribution } = await meeting('faults', 'status=UNAVAILABLE:20', '', load);
    assert.deepEqual(Object.keys(statusCodeDistribution).sort(), ['OK', 'Unavailable']);
  });

  test('a server that is not serving gets no load', async () => {
    const earlier = await handledBy(server.adminPort, 'grpc_server_handled_total', 'grpc_method', 'Echo');
    const load = () => runK6(folder, 'k6-grpc-unary.js', { ...GENTLE, TARGET: target });
    const run = await meeting('health', 'NOT_SERVING', 'SERVING', load);
    assert.equal(run.code, ABORTED, run.stdout + run.stderr);
    assert.match(run.stderr, /says that it is not serving \(health NOT_SERVING\): no load is put on it/);
    assert.match(run.stdout, /no call was made/);
    assert.equal(await handledBy(server.adminPort, 'grpc_server_handled_total', 'grpc_method', 'Echo'), earlier);
  });

  test('where nothing listens, it says so', async () => {
    const nothing = `127.0.0.1:${await freePort()}`;
    const run = await runK6(folder, 'k6-grpc-unary.js', { ...GENTLE, TARGET: nothing });
    assert.equal(run.code, ABORTED, run.stdout + run.stderr);
    assert.match(run.stderr, /no gRPC at 127\.0\.0\.1:\d+ .*connection refused.*nothing listens there/);
    const shell = await runTool('bash', [`${folder}/h2load-grpc.sh`, nothing]);
    assert.equal(shell.code, 1);
    assert.match(shell.stderr, /no HTTP\/2 in clear text at/);
  });

  test('h2load-grpc.sh: where a call is not OK, which h2load cannot see, nothing is loaded', async () => {
    const load = () => runTool('bash', [`${folder}/h2load-grpc.sh`, target]);
    const { code, stdout, stderr } = await meeting('faults', 'status=UNAVAILABLE', '', load);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, /ended with grpc-status 14: 0 was expected/);
  });

  test('h2load-grpc.sh: a wrong target or size is a usage error', async () => {
    for (const args of [['nowhere'], ['-n', '5'], ['http://localhost:1/']]) {
      const { code, stderr } = await runTool('bash', [`${folder}/h2load-grpc.sh`, ...args]);
      assert.equal(code, 2);
      assert.ok(stderr.includes(`the target is "${args[0]}": host:port was expected`), stderr);
    }
    const { code, stderr } = await runTool('env', ['MESSAGE_BYTES=1048577', 'bash', `${folder}/h2load-grpc.sh`]);
    assert.deepEqual(
      [code, stderr.split('\n')[0]],
      [2, 'h2load-grpc: MESSAGE_BYTES is "1048577": 0 to 1048576 was expected'],
    );
  });

  const REFUSED: readonly (readonly [K6Parameters, string])[] = [
    [{ RATE: 'abc' }, 'RATE is "abc": a whole number from 1 to 2000 was expected'],
    [{ RATE: '2001' }, 'RATE is "2001": 1 to 2000 (LIMITS=off lifts the upper bounds) was expected'],
    [{ RATE: '0', LIMITS: 'off' }, 'RATE is "0": 1 to 2000 was expected'],
    [{ DURATION: '30' }, 'DURATION is "30": a whole number with ms, s, m or h, from 1s to 1h was expected'],
    [{ DURATION: '2h' }, 'DURATION is "2h": 1s to 1h (LIMITS=off lifts the upper bounds) was expected'],
    [{ TLS: 'yes' }, 'TLS is "yes": one of off, on, insecure was expected'],
    [
      { TARGET: 'http://localhost:1' },
      'TARGET is "http://localhost:1": host:port, "localhost:50051" for example, was expected',
    ],
    [{ METADATA: '["a"]' }, 'METADATA is "["a"]": JSON of names and texts'],
    [{ MESSAGE_BYTES: '1000000' }, 'are 100000000 bytes a second: at most 25000000 were expected'],
    [{ PROTOS: '/nowhere' }, 'PROTOS is "/nowhere": an absolute path with sre/echo/v1/echo.proto in it'],
  ];

  for (const [parameters, said] of REFUSED) {
    const typed = Object.entries(parameters).map((pair) => pair.join('='));
    test(`k6 with ${typed}: what came and what was expected`, async () => {
      const settings = typed.flatMap((each) => ['-e', each]);
      const { code, stderr } = await runTool('k6', ['inspect', ...settings, `${folder}/k6-grpc-unary.js`]);
      assert.equal(code, EXCEPTION);
      assert.ok(stderr.replaceAll('\\"', '"').includes(said), stderr);
    });
  }

  test('k6 with LIMITS=off: the upper bounds are lifted', async () => {
    const settings = ['-e', 'RATE=2001', '-e', 'LIMITS=off'];
    const { code, stdout } = await runTool('k6', ['inspect', ...settings, `${folder}/k6-grpc-unary.js`]);
    assert.deepEqual([code, JSON.parse(stdout).scenarios.load.stages.at(-1).target], [0, 2001]);
  });
});

describe('scripts/load, of two replicas behind a balancer of layer 4', () => {
  const scratch = scratchFolder();
  after(scratch.remove);
  const replicas: ServerProcess[] = [];
  let folder: string;

  before(async () => {
    folder = mountLoadScripts(scratch);
    for (const name of ['echo-0', 'echo-1']) {
      replicas.push(await startServer({ args: ['--log', 'off'], env: { POD_NAME: name } }));
    }
  });
  after(() => Promise.all(replicas.map((replica) => replica.stop())));

  for (const [connections, told] of [
    ['1', /^replicas +echo-[01] \d+ \(100\.0 %\)$/m],
    ['10', /^replicas +echo-[01] \d+ \([56]\d\.\d %\)\n +echo-[01] \d+ \([45]\d\.\d %\)$/m],
  ] as const) {
    test(`calls over ${connections} connections: who answered is told`, async () => {
      const balancer = await startLoadBalancer(replicas.map(({ grpcPort }) => grpcPort));
      const parameters = { ...GENTLE, CONNECTIONS: connections, TARGET: `127.0.0.1:${balancer.port}` };
      const run = await runK6(folder, 'k6-grpc-unary.js', parameters).finally(() => balancer.close());
      assert.equal(run.code, 0, run.stdout + run.stderr);
      assert.match(run.stdout, told);
    });
  }
});
