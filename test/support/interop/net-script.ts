/** Runs the scripts of scripts/net the way the toolbox does: by name, from the PATH. */

import { fileURLToPath } from 'node:url';
import { runTool, type ToolResult } from './tool.ts';

export const NET_SCRIPTS = fileURLToPath(new URL('../../../scripts/net/', import.meta.url));

/** As the container runs without k8s/overlays/debug: not root, and no capability to be had. */
const UNPRIVILEGED = [
  'setpriv',
  '--reuid=65534',
  '--regid=65534',
  '--clear-groups',
  '--inh-caps=-all',
  '--bounding-set=-all',
];

export interface NetScriptOptions {
  /** A command in front: of a network namespace, for example. */
  readonly launcher?: readonly string[];
  readonly privileged?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Runs a script to its end, whatever its exit code. */
export function runNetScript(
  name: string,
  args: readonly string[],
  options: NetScriptOptions = {},
): Promise<ToolResult> {
  const { launcher = [], privileged = true, env = {}, input = '' } = options;
  const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  const command = [...launcher, ...(privileged ? [] : UNPRIVILEGED), 'env', ...variables, `${NET_SCRIPTS}${name}`];
  const [file = '', ...rest] = command;
  return runTool(file, [...rest, ...args], input);
}

/** As `runNetScript`. @returns what it printed @throws when it fails */
export async function netScriptOutput(
  name: string,
  args: readonly string[],
  options: NetScriptOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await runNetScript(name, args, options);
  if (code !== 0) throw new Error(`${name} ${args.join(' ')}: exit code ${code}\n${stderr}${stdout}`);
  return stdout;
}
