/** A server that is somebody else's program: started on free ports, awaited until it listens, stopped by its pid. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { toolEnvironment } from './tool.ts';

export interface DaemonOptions {
  /** Its name, for failures. */
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** It is ready when it accepts connections on all of them. */
  readonly ports: readonly number[];
  /** What it waits for on its stdin keeps it from ending. */
  readonly keepStdinOpen?: boolean;
}

export interface Daemon {
  readonly pid: number;
  /** All that it has written so far, stdout and stderr. */
  said(): string;
  /** SIGTERM, then waits for the exit; one that does not exit is killed. */
  stop(): Promise<void>;
  /** SIGKILL, as the kernel does when memory runs out. */
  kill(): Promise<void>;
}

const READY_MS = 15_000;
const STOP_MS = 10_000;

/** @throws with what it said when it is not installed, ends, or does not listen in time */
export async function startDaemon({ name, command, ports, keepStdinOpen }: DaemonOptions): Promise<Daemon> {
  const [file, ...args] = command;
  const stdin = keepStdinOpen === true ? 'pipe' : 'ignore';
  const child = spawn(file, args, { env: environment(), stdio: [stdin, 'pipe', 'pipe'] });
  let said = '';
  const collect = (chunk: Buffer) => {
    said += chunk;
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const exit = once(child, 'close').then(
    () => `${name} ended (${child.exitCode ?? child.signalCode}):\n${said}`,
    () => `${name} is not installed: run scripts/install-interop.sh`,
  );
  const killOnExit = () => child.kill('SIGKILL');
  process.once('exit', killOnExit);
  void exit.then(() => process.off('exit', killOnExit));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const killer = setTimeout(killOnExit, STOP_MS);
    await exit;
    clearTimeout(killer);
  };
  const daemon = { pid: child.pid ?? 0, said: () => said, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
  const ready = Promise.all(ports.map(listening));
  const failure = await Promise.race([ready.then((all) => all.every(Boolean)), exit]);
  if (failure === true) return daemon;
  await daemon.kill();
  throw new Error(failure === false ? `${name} does not listen after ${READY_MS} ms:\n${said}` : failure);
}

/** Debian has some servers in sbin, which is not in every user's PATH. */
function environment(): NodeJS.ProcessEnv {
  const tools = toolEnvironment();
  return { ...tools, PATH: `${tools.PATH}:/usr/sbin` };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function listening(port: number): Promise<boolean> {
  const deadline = Date.now() + READY_MS;
  while (!(await accepts(port))) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
