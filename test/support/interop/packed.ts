/** The package as `npm pack` makes it, and its server as it runs in a folder that has nothing of ours. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Scratch } from './scratch.ts';
import { toolOutput } from './tool.ts';

/** npm has some eighty packages to write to the disk in front of the first start. */
const READY_MS = 100_000;

/** Longer than --grace-seconds, and npm's own end. */
const STOP_MS = 20_000;

const READY = /ready: grpc 127\.0\.0\.1:(\d+), http 127\.0\.0\.1:(\d+), admin 127\.0\.0\.1:(\d+)/;

const SERVE = ['serve', '--host', '127.0.0.1', '--grpc-port', '0', '--http-port', '0', '--admin-port', '0'];

/** @returns the path of the tarball. What the build made is packed as it is. */
export async function packTo(scratch: Scratch): Promise<string> {
  const folder = scratch.path('tarball');
  mkdirSync(folder);
  await toolOutput('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder]);
  const [name, ...others] = readdirSync(folder);
  if (name === undefined || others.length > 0) throw new Error(`npm pack made ${[name, ...others]}, expected one file`);
  return join(folder, name);
}

export interface PackedFile {
  /** Without "package/", which stands in front of all. */
  readonly path: string;
  readonly bytes: number;
}

/** What is in it by the word of tar, which asks npm nothing. */
export async function filesOf(tarball: string): Promise<readonly PackedFile[]> {
  const lines = (await toolOutput('tar', ['-tvzf', tarball])).trim().split('\n');
  return lines.map((line) => {
    const [, bytes, path] = /^\S+ +\S+ +(\d+) \S+ \S+ package\/(.+)$/.exec(line) ?? [];
    if (bytes === undefined || path === undefined) throw new Error(`no file: ${line}`);
    return { path, bytes: Number(bytes) };
  });
}

/** Where npm keeps what it has downloaded: packages by their hash. */
export async function npmDownloads(): Promise<string> {
  return join((await toolOutput('npm', ['config', 'get', 'cache'])).trim(), '_cacache');
}

/**
 * What npm has downloaded before is taken from there, but what npx installs goes to a folder that is removed: it would otherwise stay, one
 * installation for each path of a tarball.
 */
export function npmEnvironment(scratch: Scratch, name: string, downloads: string): NodeJS.ProcessEnv {
  const cache = scratch.path(name);
  mkdirSync(downloads, { recursive: true });
  mkdirSync(cache);
  symlinkSync(downloads, join(cache, '_cacache'));
  // What `npm run` sets for its children would have npx take our folder for its own; SRE_ variables are settings of the server.
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|SRE_|NODE_OPTIONS$|NODE_TEST_|INIT_CWD$)/.test(name),
  );
  const quiet = { npm_config_audit: 'false', npm_config_fund: 'false', npm_config_update_notifier: 'false' };
  return { ...Object.fromEntries(kept), ...quiet, npm_config_cache: cache, npm_config_prefer_offline: 'true' };
}

export interface InstalledServer {
  readonly grpcPort: number;
  readonly httpPort: number;
  readonly adminPort: number;
  /** SIGTERM, to the process or to all that it has started, as a terminal does with Ctrl-C; then waits for the end of all. */
  stop(whom: 'PROCESS' | 'ALL'): Promise<Stopped>;
}

export interface Stopped {
  /** The exit code, or the signal that ended it; of what was started, which npx is and the server behind it is not. */
  readonly code: number | string;
  readonly stderr: string;
}

/** An empty folder, or one with the package in it, and what programs there are to have in their environment. */
export interface Place {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a command to its end. @returns stdout. @throws with its stderr where it fails, or takes too long */
export async function outputOf([file = '', ...args]: readonly string[], { folder, env }: Place): Promise<string> {
  const { stdout } = await promisify(execFile)(file, args, { cwd: folder, env, timeout: READY_MS });
  return stdout;
}

/** `<command> serve` on free ports. @throws with what it said when it ends, or is not ready in time */
export async function serveBy(
  [file = '', ...args]: readonly string[],
  { folder, env }: Place,
): Promise<InstalledServer> {
  // A group of its own, so that what it has started can be ended with it.
  const options = { cwd: folder, env, detached: true };
  const child = spawn(file, [...args, ...SERVE], { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  const killAll = () => signalAll(child, 'SIGKILL');
  process.once('exit', killAll);
  let stderr = '';
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => code ?? signal ?? '');
  const ready = new Promise<RegExpExecArray>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk;
      const match = READY.exec(stderr);
      if (match !== null) resolve(match);
    });
  });
  const first = await within(READY_MS, Promise.race([ready, ended]));
  if (!Array.isArray(first)) {
    killAll();
    throw new Error(`${file} ${args.join(' ')} serve: ${first ?? `not ready after ${READY_MS} ms`}\n${stderr}`);
  }
  const [grpcPort = 0, httpPort = 0, adminPort = 0] = first.slice(1).map(Number);
  const stop = async (whom: 'PROCESS' | 'ALL') => {
    if (whom === 'PROCESS') child.kill('SIGTERM');
    else signalAll(child, 'SIGTERM');
    const code = await within(STOP_MS, ended);
    killAll();
    process.off('exit', killAll);
    return { code: code ?? `not ended after ${STOP_MS} ms`, stderr };
  };
  return { grpcPort, httpPort, adminPort, stop };
}

function signalAll({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has ended, and all that it started.
  }
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
