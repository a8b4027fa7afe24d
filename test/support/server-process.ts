/**
 * Our server as a child process, the way a user runs it: started, awaited until it is ready, stopped by SIGTERM.
 * Every wait is bounded, and only the child started here is ever signalled.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** On free ports, and out of reach of other machines. */
const SERVE = ['serve', '--host', '127.0.0.1', '--grpc-port', '0', '--http-port', '0', '--admin-port', '0'];

/** `built` is what `npm run build` made and what users run; `source` needs no build. */
const ENTRY = {
  built: ['dist/main.js', ...SERVE],
  source: ['--import', 'tsx', 'src/main.ts', ...SERVE],
} as const;

const READY = /ready: grpc 127\.0\.0\.1:(\d+), http 127\.0\.0\.1:(\d+)(?:, admin 127\.0\.0\.1:(\d+))?/;

/** A cold start takes about a second; a busy CI machine may need ten times that. */
const READY_TIMEOUT_MS = 20_000;

/** Longer than the server's own grace time: a server that is still there after it has a bug, and is killed. */
const STOP_TIMEOUT_MS = 30_000;

export interface ServerOptions {
  /** What Node runs: ours, or a program with the same ready line. */
  readonly entry?: keyof typeof ENTRY | readonly string[];
  /** More for its command line. */
  readonly args?: readonly string[];
  /** A command that runs another one in its own process, such as `taskset -c 0`. */
  readonly launcher?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface ServerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServerProcess {
  readonly pid: number;
  readonly grpcPort: number;
  readonly httpPort: number;
  /** 0 where it has none. */
  readonly adminPort: number;
  /** All that it has written so far. After `stop` it is complete. */
  stdout(): string;
  stderr(): string;
  /** When it has ended, for whatever reason, and its output is complete. */
  readonly exit: Promise<ServerExit>;
  /** SIGTERM, then waits for the exit. @throws when it does not exit in time; it is killed then. */
  stop(): Promise<ServerExit>;
}

/** @throws with its stderr when the server exits before it is ready, or is not ready in time. */
export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  const command = [...(options.launcher ?? []), process.execPath, ...entryOf(options), ...(options.args ?? [])];
  const [file = '', ...args] = command;
  const child = spawn(file, args, { cwd: ROOT, env: environment(options.env), stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const exit = exitOf(child);
  const killOnExit = () => child.kill('SIGKILL');
  process.once('exit', killOnExit);
  void exit.finally(() => process.off('exit', killOnExit)).catch(() => undefined);
  const ports = await readyPorts(child, exit, output);
  return {
    pid: child.pid ?? 0,
    grpcPort: ports.grpc,
    httpPort: ports.http,
    adminPort: ports.admin,
    stdout: output.stdout,
    stderr: output.stderr,
    exit,
    stop: () => stop(child, exit, output),
  };
}

function entryOf({ entry = 'built' }: ServerOptions): readonly string[] {
  if (entry === 'built' && !existsSync(`${ROOT}dist/main.js`)) throw new Error('no dist/main.js: run `npm run build`');
  return typeof entry === 'string' ? ENTRY[entry] : entry;
}

/** Ours without what would change the server: its own settings, and what the test runner sets for its children. */
function environment(added: ServerOptions['env']): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(SRE_|NODE_OPTIONS$|NODE_TEST_)/.test(name));
  return { ...Object.fromEntries(kept), ...added };
}

interface Output {
  stdout(): string;
  stderr(): string;
}

function collect(child: ChildProcess): Output {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  return {
    stdout: () => Buffer.concat(stdout).toString(),
    stderr: () => Buffer.concat(stderr).toString(),
  };
}

/** `close` and not `exit`: it comes when the pipes have been read to their end as well. */
function exitOf(child: ChildProcess): Promise<ServerExit> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

interface Ports {
  readonly grpc: number;
  readonly http: number;
  readonly admin: number;
}

async function readyPorts(child: ChildProcess, exit: Promise<ServerExit>, output: Output): Promise<Ports> {
  const ready = new Promise<RegExpExecArray>((resolve) => {
    child.stderr?.on('data', () => {
      const match = READY.exec(output.stderr());
      if (match !== null) resolve(match);
    });
  });
  const first = await within(READY_TIMEOUT_MS, Promise.race([ready, exit]));
  if (Array.isArray(first)) return { grpc: Number(first[1]), http: Number(first[2]), admin: Number(first[3] ?? 0) };
  child.kill('SIGKILL');
  const what = first === undefined ? `not ready after ${READY_TIMEOUT_MS} ms` : `exited (${JSON.stringify(first)})`;
  throw new Error(`the server ${what}:\n${output.stderr()}`);
}

async function stop(child: ChildProcess, exit: Promise<ServerExit>, output: Output): Promise<ServerExit> {
  child.kill('SIGTERM');
  const ended = await within(STOP_TIMEOUT_MS, exit);
  if (ended !== undefined) return ended;
  child.kill('SIGKILL');
  throw new Error(`the server ignored SIGTERM for ${STOP_TIMEOUT_MS} ms:\n${output.stderr()}`);
}

/** The value of `promise`, or undefined when it takes longer than `ms`. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
