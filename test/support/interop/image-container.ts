/** A container of the image, as scripts/image/container.sh runs it: what Docker and the kubelet take of the config is taken here. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BuiltImage, CONTAINER, type ImageConfig } from './image-build.ts';
import { runTool, type ToolResult, toolEnvironment } from './tool.ts';

export interface ContainerOptions {
  /** In place of the image's Cmd. */
  readonly args?: readonly string[];
}

export interface ExecOptions {
  /** `uid:gid`; otherwise the image's. */
  readonly user?: string;
  /** Capabilities that are not dropped. */
  readonly caps?: readonly string[];
  readonly input?: string;
}

export interface Container {
  /** Of its PID 1, outside. */
  readonly pid: number;
  /** All that it has written so far. */
  said(): string;
  /** Waits for a line of its stderr or stdout. @throws with what it said when it has ended before, or does not come */
  hears(pattern: RegExp): Promise<void>;
  /** As `kubectl exec`. */
  exec(command: readonly string[], options?: ExecOptions): Promise<ToolResult>;
  /** The command line for it, for who runs it otherwise. */
  execCommand(command: readonly string[], options?: ExecOptions): readonly string[];
  /** A program of this machine in the network of the container. */
  fromOutside(command: readonly string[]): Promise<ToolResult>;
  /** Sends it to PID 1, and waits for the end. @returns its exit code; one that does not end is killed: 137 */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** The server with nothing but its defaults: the network of the container is its own. */
export const SERVING = /ready: grpc 0\.0\.0\.0:50051, http 0\.0\.0\.0:8080, admin 127\.0\.0\.1:8090/;

/** Longer than the grace time of the server. */
const END_MS = 30_000;
/** A start takes a second; from a disk that is busy with other images, many. */
const START_MS = 60_000;

export async function startContainer(image: BuiltImage, options: ContainerOptions = {}): Promise<Container> {
  const { Entrypoint, Cmd } = image.config;
  const run = spawnRun(['run', ...contextOf(image.config), image.root, ...Entrypoint, ...(options.args ?? Cmd)]);
  const pid = await seen(run, 'PID 1', () => childOf(run.pid));
  const execCommand: Container['execCommand'] = (command, { user, caps } = {}) => {
    const config = user === undefined ? image.config : { ...image.config, User: user };
    return [CONTAINER, 'exec', ...contextOf(config, caps), String(pid), ...command];
  };
  return {
    pid,
    said: run.said,
    hears: async (pattern) => void (await seen(run, String(pattern), () => pattern.exec(run.said()) ?? undefined)),
    exec: (command, execOptions) => {
      const [file = '', ...args] = execCommand(command, execOptions);
      return runTool(file, args, execOptions?.input);
    },
    execCommand,
    fromOutside: (command) => runTool('nsenter', ['--target', String(pid), '--net', '--', ...command]),
    end: async (signal) => {
      if (run.code() === undefined) process.kill(pid, signal);
      const killer = setTimeout(run.kill, END_MS);
      const code = await run.exit;
      clearTimeout(killer);
      return code;
    },
  };
}

interface Run {
  readonly pid: number;
  said(): string;
  /** undefined while it runs, null when it was killed. */
  code(): number | null | undefined;
  readonly exit: Promise<number | null>;
  kill(): void;
}

function spawnRun(args: readonly string[]): Run {
  const child = spawn(CONTAINER, args, { env: toolEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let code: number | null | undefined;
  const collect = (chunk: Buffer) => {
    said += chunk;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const exit = once(child, 'close').then(([ended]: unknown[]) => {
    code = typeof ended === 'number' ? ended : null;
    return code;
  });
  // The container goes with it: unshare --kill-child.
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  void exit.finally(() => process.off('exit', kill));
  return { pid: child.pid ?? 0, said: () => said, code: () => code, exit, kill };
}

/** Waits for it. @throws with what the program said, when that has ended before or does not come to it */
async function seen<T>(run: Run, what: string, find: () => T | undefined): Promise<T> {
  for (const deadline = Date.now() + START_MS; ; await sleep(20)) {
    const isLast = run.code() !== undefined || Date.now() > deadline;
    const found = find();
    if (found !== undefined) return found;
    if (isLast) throw new Error(`no ${what} (exit code ${run.code()}):\n${run.said()}`);
  }
}

/** To its end. */
export async function runContainer(image: BuiltImage, args: readonly string[]): Promise<ToolResult> {
  return runTool(CONTAINER, ['run', ...contextOf(image.config), image.root, ...image.config.Entrypoint, ...args]);
}

/** User and environment as the config says; HOME is what runtimes look up in the image's passwd. */
function contextOf({ User, Env, WorkingDir }: ImageConfig, caps: readonly string[] = []): readonly string[] {
  const home = User.startsWith('0:') ? '/root' : '/home/sre';
  return [
    ...['--user', User, '--workdir', WorkingDir],
    ...[...Env, `HOME=${home}`, 'TERM=xterm'].flatMap((variable) => ['--env', variable]),
    ...caps.flatMap((cap) => ['--cap', cap]),
  ];
}

/** The only child of unshare is the PID 1 of the new namespace; it is not there at once. */
function childOf(pid: number): number | undefined {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return child === undefined || child === '' ? undefined : Number(child);
  } catch {
    return undefined;
  }
}
