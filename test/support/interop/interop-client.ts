/** Runs the interop cases with an official client, against the built server. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { type ServerProcess, startServer } from '../server-process.ts';
import { INTEROP_CASES, type InteropCase, type InteropClient } from './interop-cases.ts';
import { runTool, type ToolResult } from './tool.ts';

/** Declares one test a case, and one that counts them. */
export function testInteropCases(client: InteropClient): void {
  describe(`the interop client of ${client.name}`, () => {
    let server: ServerProcess;
    const passed: string[] = [];
    before(async () => {
      server = await startServer({ args: ['--log', 'off'] });
    });
    after(async () => {
      const exit = await server.stop();
      assert.equal(exit.code, 0);
    });

    for (const interopCase of INTEROP_CASES) {
      const { name } = interopCase;
      if (client.lacks.includes(name)) {
        test(`does not know ${name}, and says so`, async () => {
          const { code, stdout, stderr } = await runCase(client, interopCase, server);
          assert.notEqual(code, 0);
          assert.match(stdout + stderr, client.unknownCase);
        });
        continue;
      }
      test(name, async () => {
        const { code, stdout, stderr } = await runCase(client, interopCase, server);
        assert.equal(code, 0, `${name}: exit code ${code}\n${stderr}${stdout}`);
        passed.push(name);
      });
    }

    test('fails where it is asked for what nobody has', async () => {
      const { code, stdout, stderr } = await runCase(client, { name: 'no_such_case' }, server);
      assert.notEqual(code, 0);
      assert.match(stdout + stderr, client.unknownCase);
    });

    test('passes every case that it knows', (context) => {
      const { length } = INTEROP_CASES;
      context.diagnostic(
        `${client.name}: ${passed.length} of ${length} cases passed, ${client.lacks.length} unknown to it`,
      );
      assert.equal(passed.length, length - client.lacks.length);
    });
  });
}

/** @returns what the client said, whether the case passed or not */
export function runCase(client: InteropClient, interopCase: InteropCase, server: ServerProcess): Promise<ToolResult> {
  const { name, testCase = name, flags = [] } = interopCase;
  const target = ['--server_host=127.0.0.1', `--server_port=${server.grpcPort}`];
  return runTool(client.program, [...client.flags, ...target, `--test_case=${testCase}`, ...flags]);
}
