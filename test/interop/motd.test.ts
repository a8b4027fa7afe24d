/** The greeting of the toolbox, scripts/image/motd: its commands are run as they stand there, with the ports of a server of ours. */

import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { callWithGrpcurl } from '../support/interop/grpcurl-call.ts';
import { NET_SCRIPTS } from '../support/interop/net-script.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { runTool, type ToolResult } from '../support/interop/tool.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

const MOTD = readFileSync('scripts/image/motd', 'utf8');

/** A line for the situation, and one to copy. */
const SITUATION = /^ ?(\d+) {2}(\S.*)\n {6}(\S.*)$/gm;

const COMMANDS = new Map(
  [...MOTD.matchAll(SITUATION)].map(([, number = '', , command = '']) => [Number(number), command]),
);

/** What it must have printed, by the number of the situation; one that writes to a file prints nothing. */
const EXPECTED: Readonly<Record<number, RegExp>> = {
  1: /^S11 {2}A call was cancelled/m,
  2: /^sre_stream_ends_total\{how="TRAILERS",origin="APPLICATION"\} [1-9]/m,
  3: /^Alive after 1 s of silence/,
  4: /^One replica answered all/,
  5: /^$/,
  6: /^(Never|Not) throttled|^THROTTLED/,
  7: /"metadata": \[[^\]]*"user-agent"/,
  8: /^\{"fault":"percent=20;status=UNAVAILABLE"\}/,
  9: /^status +OK \d+/m,
  10: /^\d+ packets of \d+ connections?: /,
};

/** Load for a second, whatever percentiles a busy machine has. */
const SHORT_LOAD = {
  DURATION: '1s',
  RAMP: '0s',
  P95_MS: '60000',
  P99_MS: '60000',
  DROPPED_PERCENT: '100',
  TIMEOUT: '30s',
};

describe('scripts/image/motd', () => {
  const scratch = scratchFolder();
  let server: ServerProcess;
  before(async () => {
    server = await startServer({ args: ['--log', 'off'] });
    mkdirSync(scratch.path('bin'));
    const shim = scratch.path('bin/sre-test-server');
    writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/main.js')}' "$@"\n`);
    chmodSync(shim, 0o755);
  });
  after(async () => {
    await server?.stop();
    scratch.remove();
  });

  /** With our ports in place of the container's, and seconds in place of minutes. */
  function run(command: string): Promise<ToolResult> {
    const replaced = command
      .replaceAll(/(localhost|sre-test-server):50051/g, `127.0.0.1:${server.grpcPort}`)
      .replaceAll(/(localhost|sre-test-server):8080/g, `127.0.0.1:${server.httpPort}`)
      .replaceAll('localhost:8090', `127.0.0.1:${server.adminPort}`)
      .replaceAll('--port 50051', `--port ${server.grpcPort}`)
      .replaceAll(/--seconds [\d,]+/g, '--seconds 1')
      // Before those of this clone, which may be in /tmp itself.
      .replaceAll('/tmp/', scratch.path('/'))
      .replaceAll('/opt/sre/load/', resolve('scripts/load/').concat('/'));
    const path = [NET_SCRIPTS, scratch.path('bin')].join(':');
    const variables = Object.entries(SHORT_LOAD).map(([name, value]) => `${name}=${value}`);
    return runTool('env', [...variables, 'bash', '-o', 'pipefail', '-c', `PATH="${path}:$PATH"; ${replaced}`]);
  }

  async function assertWorks(number: number): Promise<void> {
    const command = COMMANDS.get(number) ?? '';
    const { code, stdout, stderr } = await run(command);
    assert.equal(code, 0, `${command}\n${stderr}${stdout}`);
    assert.match(stdout, EXPECTED[number] ?? /^/, command);
  }

  test('ten situations, each with a line to copy, within 100 columns and 30 lines', () => {
    assert.deepEqual([...COMMANDS.keys()], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const lines = MOTD.split('\n');
    assert.deepEqual(
      lines.filter((line) => line.length > 100),
      [],
    );
    assert.ok(lines.length <= 30, `${lines.length} lines`);
  });

  test('what it names besides is there', async () => {
    const [, explain = ''] = /(sre-test-server explain \w+)/.exec(MOTD) ?? [];
    const { code, stdout } = await run(explain);
    assert.equal(code, 0);
    assert.match(stdout, /^K1/);
  });

  test('each command works, and shows what the line above it says', async () => {
    const method = 'sre.echo.v1.EchoService/Echo';
    await callWithGrpcurl(server.grpcPort, { method });
    await callWithGrpcurl(server.grpcPort, { method, headers: { 'x-sre-fault': 'keep_open' }, maxSeconds: 0.5 });
    for (const number of COMMANDS.keys()) {
      if (number === 10 && process.getuid?.() !== 0) continue;
      await assertWorks(number);
      // As its line says.
      if (number === 8) assert.match((await run(`${COMMANDS.get(8)} -X DELETE`)).stdout, /^\{"fault":null\}/);
    }
    assert.match(readFileSync(scratch.path('before.txt'), 'utf8'), /^status +OK \d+/m);
  });
});
