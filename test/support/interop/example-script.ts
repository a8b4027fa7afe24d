/** Runs a script of examples/ to its end. */

import { execFile } from 'node:child_process';
import { type ToolResult, toolEnvironment } from './tool.ts';

/** Longer than a rolling restart takes on a busy machine. */
const SCRIPT_MS = 120_000;

export interface ScriptOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** The folder that `file` is seen from. Default: the repository's. */
  readonly cwd?: string;
}

/** Whatever its exit code. @throws when it does not end in time */
export function runScript(
  file: string,
  args: readonly string[],
  { env = {}, cwd = process.cwd() }: ScriptOptions = {},
): Promise<ToolResult> {
  const options = { env: exampleEnvironment(env), timeout: SCRIPT_MS, cwd };
  return new Promise((resolve, reject) => {
    execFile(file, args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(new Error(`${file} ${args.join(' ')} was not run to its end:\n${stdout}${stderr}`, { cause: error }));
    });
  });
}

/** As `runScript`. @returns stdout @throws with its words where it fails */
export async function scriptOutput(file: string, args: readonly string[], options?: ScriptOptions): Promise<string> {
  const { code, stdout, stderr } = await runScript(file, args, options);
  if (code !== 0) throw new Error(`${file} ${args.join(' ')}: exit code ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** That in which the tools are found, without settings of the server, which would reach the replicas, and of the test runner. */
export function exampleEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(toolEnvironment()).filter(([name]) => !/^(SRE_|NODE_OPTIONS$|NODE_TEST_)/.test(name));
  return { ...Object.fromEntries(kept), ...more };
}
