/** Each command of scripts/load/README.md does what is said of it there. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { inTest, NOT_RUN, programOf, readmeCommands } from '../support/interop/load-commands.ts';
import { mountLoadScripts } from '../support/interop/load-mount.ts';
import { scratchFolder } from '../support/interop/scratch.ts';
import { runTool, toolOutput } from '../support/interop/tool.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

/** What the output of a program must have, and must not, where all is well. */
const SAYS: Readonly<Record<string, { readonly has: RegExp; readonly hasNot?: RegExp }>> = {
  k6: { has: /"executor": "ramping-arrival-rate"/ },
  ghz: { has: /\[OK\] +\d+ responses/, hasNot: /Error distribution/ },
  h2load: { has: /^requests: .* 0 failed, 0 errored, 0 timeout$/m, hasNot: /[1-9]\d* [345]xx/ },
  wrk: { has: /^ +99% /m, hasNot: /Non-2xx|Socket errors/ },
  // Of h2load-grpc.sh.
  bash: { has: /^requests: .* 0 failed, 0 errored, 0 timeout$/m, hasNot: /[1-9]\d* [345]xx/ },
  printf: { has: /^$/ },
  curl: { has: /^/ },
};

/** What is said of ghz there: five streams at once, a fifth of a second each. */
const SLOW_MS = 200;

describe('scripts/load/README.md', () => {
  const scratch = scratchFolder();
  after(scratch.remove);
  let folder: string;
  let server: ServerProcess;

  before(async () => {
    folder = mountLoadScripts(scratch);
    server = await startServer({ args: ['--log', 'off', '--tls-self-signed', '--max-concurrent-streams', '100'] });
  });
  after(() => server?.stop());

  const commands = readmeCommands().filter((command) => !NOT_RUN.includes(programOf(command)));

  test('has commands of each program', () => {
    assert.deepEqual([...new Set(commands.map(programOf))].sort(), Object.keys(SAYS).sort());
  });

  for (const command of commands) {
    test(command, async () => {
      const line = `cd ${folder} && export TMPDIR=${scratch.path('')} && ${inTest(command, server)}`;
      const { code, stdout, stderr } = await runTool('bash', ['-o', 'pipefail', '-c', line]);
      assert.equal(code, 0, stdout + stderr);
      const { has, hasNot } = SAYS[programOf(command)] ?? { has: /$^/ };
      assert.match(stdout, has);
      if (hasNot !== undefined) assert.doesNotMatch(stdout, hasNot);
    });
  }

  test('what waits in the client for a stream is slow there, and not in our trace', async () => {
    const few = await startServer({ args: ['--log', 'off', '--max-concurrent-streams', '5'] });
    const place = { grpcPort: few.grpcPort, httpPort: few.httpPort, adminPort: few.adminPort };
    const ghz = commands.find((command) => command.includes('delay=200ms')) ?? '';
    const ours = commands.find((command) => command.includes('jq -s -c')) ?? '';
    const run = (line: string) => toolOutput('bash', ['-c', `cd ${folder} && ${line}`]);
    const both = async () => [await run(`${inTest(ghz, place)} -O json`), await run(inTest(ours, place))];
    const [report = '', trace = ''] = await both().finally(() => few.stop());
    const { latencyDistribution } = JSON.parse(report);
    const theirs =
      latencyDistribution.find(({ percentage }: { percentage: number }) => percentage === 99).latency / 1e6;
    const { p50 } = JSON.parse(trace);
    assert.ok(p50 >= SLOW_MS && theirs > 2 * p50, `p99 of ghz ${theirs} ms, p50 of our trace ${p50} ms`);
  });
});
