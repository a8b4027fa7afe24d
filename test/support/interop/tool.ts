/** Runs the command-line tools that scripts/install-interop.sh installs. */

import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** No single call of a tool in these tests takes more than a few seconds; one that hangs must not hang CI. */
const TOOL_TIMEOUT_MS = 60_000;

/** The largest output is a capture of some hundred calls as tshark prints it: a tenth of this. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Where scripts/install-interop.sh puts what is not a Debian package. */
const CACHE_BIN = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'sre-test-server', 'bin');

export interface ToolResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment in which the tools are found. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${CACHE_BIN}${delimiter}${process.env.PATH ?? ''}` };
}

/**
 * Runs a tool to its end, whatever its exit code; `input` is its stdin.
 * @throws when it is not installed, or does not end in time.
 */
export function runTool(file: string, args: readonly string[], input = ''): Promise<ToolResult> {
  const options = { env: toolEnvironment(), timeout: TOOL_TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES };
  return new Promise((resolve, reject) => {
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      if (error === null) resolve({ code: 0, stdout, stderr });
      else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
      else reject(new Error(notRun(file, error), { cause: error }));
    });
    // A tool that does not read its stdin may be gone before it is written.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** As `runTool`, and a failure of the tool is a failure of the caller. @returns stdout */
export async function toolOutput(file: string, args: readonly string[], input = ''): Promise<string> {
  const { code, stdout, stderr } = await runTool(file, args, input);
  if (code !== 0) throw new Error(`${file} ${args.join(' ')}: exit code ${code}\n${stderr}${stdout}`);
  return stdout;
}

function notRun(file: string, error: { readonly code?: unknown; readonly message: string }): string {
  if (error.code === 'ENOENT') return `${file} is not installed: run scripts/install-interop.sh`;
  return `${file} was stopped (it has ${TOOL_TIMEOUT_MS} ms and ${MAX_OUTPUT_BYTES} bytes of output): ${error.message}`;
}
