/** scripts/load, run as a pod runs them: k6 and ghz against the built server. What they say of it agrees with its own metrics. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { loadFiles, mountedFiles, mountLoadScripts } from '../support/interop/load-mount.ts';
import {
  crossedThresholds,
  GENTLE,
  handledBy,
  type K6Parameters,
  runGhzConfig,
  runK6,
} from '../support/interop/load-run.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { toolOutput } from '../support/interop/tool.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const GRPC_CALLS = 'grpc_server_handled_total';
const HTTP_REQUESTS = 'http_server_requests_total';

/** Of setup(): one to see whether it answers, and 24 to see who. */
const SETUP_CALLS = 25;
/** And its /readyz. */
const SETUP_REQUESTS = 26;

interface K6Row {
  readonly name: string;
  readonly script: string;
  target(server: ServerProcess): string;
  readonly parameters?: K6Parameters;
  /** Where our server counts them: metric, label, value. */
  readonly counted: readonly [string, string, string];
  readonly ofSetup: number;
}

const grpc = ({ grpcPort }: ServerProcess) => `127.0.0.1:${grpcPort}`;

const K6_ROWS: readonly K6Row[] = [
  {
    name: 'unary calls',
    script: 'k6-grpc-unary.js',
    target: grpc,
    parameters: { STEPS: '2', REPLY_BYTES: '10000' },
    counted: [GRPC_CALLS, 'grpc_method', 'Echo'],
    ofSetup: SETUP_CALLS,
  },
  {
    name: 'unary calls over TLS, by proto files',
    script: 'k6-grpc-unary.js',
    target: grpc,
    parameters: { TLS: 'insecure', PROTOS: `${process.cwd()}/protos` },
    counted: [GRPC_CALLS, 'grpc_method', 'Echo'],
    ofSetup: SETUP_CALLS,
  },
  ...(['server', 'client', 'bidi'] as const).map((kind) => ({
    name: `${kind} streams`,
    script: 'k6-grpc-stream.js',
    target: grpc,
    parameters: { KIND: kind, MESSAGES: '5', INTERVAL: '10ms' },
    counted: [GRPC_CALLS, 'grpc_method', `Echo${kind.charAt(0).toUpperCase()}${kind.slice(1)}Stream`] as const,
    ofSetup: 0,
  })),
  {
    name: 'HTTP/1.1 requests',
    script: 'k6-http.js',
    target: ({ httpPort }) => `http://127.0.0.1:${httpPort}/echo`,
    parameters: { MESSAGE_BYTES: '0' },
    counted: [HTTP_REQUESTS, 'method', 'GET'],
    ofSetup: SETUP_REQUESTS,
  },
  {
    name: 'HTTP/2 requests over TLS',
    script: 'k6-http.js',
    target: ({ httpPort }) => `https://127.0.0.1:${httpPort}/echo`,
    parameters: { TLS: 'insecure' },
    counted: [HTTP_REQUESTS, 'method', 'POST'],
    ofSetup: SETUP_CALLS,
  },
];

const GHZ_ROWS = [
  { config: 'ghz-unary.json', method: 'Echo', flags: ['-z', '1s'], atLeast: 40 },
  // 10, 20, 30, 40 and 50 calls a second, a fifth of a second each, then 50.
  { config: 'ghz-step.json', method: 'Echo', flags: ['--load-step-duration', '200ms', '-z', '1500ms'], atLeast: 40 },
  { config: 'ghz-server-stream.json', method: 'EchoServerStream', flags: ['-z', '1s'], atLeast: 5 },
  { config: 'ghz-client-stream.json', method: 'EchoClientStream', flags: ['-z', '1s'], atLeast: 5 },
  { config: 'ghz-bidi.json', method: 'EchoBidiStream', flags: ['-z', '1s'], atLeast: 5 },
];

describe('scripts/load', () => {
  const scratch = scratchFolder();
  after(scratch.remove);
  let folder: string;
  let server: ServerProcess;

  before(async () => {
    folder = mountLoadScripts(scratch);
    server = await startServer({ args: ['--log', 'off', '--tls-self-signed'], env: { POD_NAME: 'echo-0' } });
  });
  after(() => server?.stop());

  test('the ConfigMap has every script', () => assert.deepEqual(mountedFiles(), loadFiles()));

  for (const { name, script, target, parameters, counted, ofSetup } of K6_ROWS) {
    test(`k6: ${name}: no check fails, no threshold is crossed, and we counted as many`, async () => {
      const handled = () => handledBy(server.adminPort, ...counted);
      const earlier = await handled();
      const run = await runK6(folder, script, { ...GENTLE, TARGET: target(server), ...parameters });
      assert.equal(run.code, 0, run.stdout + run.stderr);
      assert.deepEqual(crossedThresholds(run), []);
      const { checks, calls } = run.metrics;
      assert.ok((calls?.count ?? 0) >= 20, `${calls?.count} calls`);
      assert.deepEqual([checks?.passes, checks?.fails], [calls?.count, 0]);
      assert.equal((await handled()) - earlier, (calls?.count ?? 0) + ofSetup);
      assert.match(run.stdout, new RegExp(`^replicas +echo-0 ${calls?.count} \\(100\\.0 %\\)$`, 'm'));
      assert.match(run.stdout, /^thresholds +all \d+ kept$/m);
    });
  }

  for (const { config, method, flags, atLeast } of GHZ_ROWS) {
    test(`ghz: ${config}: each call is OK, and we counted as many`, async () => {
      const handled = () => handledBy(server.adminPort, GRPC_CALLS, 'grpc_method', method);
      const earlier = await handled();
      const report = await runGhzConfig(folder, config, [...flags, `127.0.0.1:${server.grpcPort}`]);
      assert.deepEqual(report.statusCodeDistribution, { OK: report.count });
      assert.deepEqual(report.errorDistribution, {});
      assert.ok(report.count >= atLeast, `${report.count} calls`);
      assert.equal((await handled()) - earlier, report.count);
    });
  }

  test('ghz: flags win over the config: here TLS', async () => {
    const overTls = () => handledBy(server.adminPort, 'sre_connections_total', 'protocol', 'h2');
    const earlier = await overTls();
    const flags = ['-z', '1s', '--connections', '3', '--no-insecure', '--skipTLS', `127.0.0.1:${server.grpcPort}`];
    const report = await runGhzConfig(folder, 'ghz-unary.json', flags);
    assert.deepEqual(report.statusCodeDistribution, { OK: report.count });
    // And one to ask for the schema.
    assert.equal((await overTls()) - earlier, 3 + 1);
  });

  // Field 1 of wire type LEN, and the length as a varint: that of 300 is the example in protobuf's own description of its encoding.
  for (const [bytes, prefix] of [
    [0, '0a00'],
    [127, '0a7f'],
    [128, '0a8001'],
    [300, '0aac02'],
  ] as const) {
    test(`h2load-grpc.sh: MESSAGE_BYTES=${bytes} is what each call has`, async () => {
      const earlier = await newestSeq(server.adminPort);
      const script = [
        'bash',
        `${folder}/h2load-grpc.sh`,
        `127.0.0.1:${server.grpcPort}`,
        '-n',
        '20',
        '-c',
        '2',
        '-m',
        '5',
      ];
      const said = await toolOutput('env', [`MESSAGE_BYTES=${bytes}`, `TMPDIR=${folder}`, ...script]);
      assert.match(said, /^requests: 20 total, 20 started, 20 done, 20 succeeded, 0 failed, 0 errored, 0 timeout$/m);
      const messages = await messagesSince(server.adminPort, earlier);
      // And one by curl.
      assert.deepEqual(messages, Array(21).fill(prefix + '78'.repeat(bytes)));
    });
  }
});

async function newestSeq(adminPort: number): Promise<number> {
  const newest = await toolOutput('curl', ['-s', `http://127.0.0.1:${adminPort}/api/trace?limit=1`]);
  return JSON.parse(newest).seq;
}

/** What clients sent, in hex: each is shorter than what the trace keeps of one. */
async function messagesSince(adminPort: number, seq: number): Promise<readonly string[]> {
  const url = `http://127.0.0.1:${adminPort}/api/trace?since=${seq + 1}&filter=kind:message%20from:client`;
  const trace = await toolOutput('curl', ['-s', url]);
  const previews = trace
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).message.preview);
  return previews.map((preview) => Buffer.from(preview, 'base64').toString('hex'));
}
