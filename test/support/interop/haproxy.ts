/** HAProxy in front of our server: each of its listeners puts another PROXY protocol header in front of what it forwards. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scratch } from './scratch.ts';
import { toolEnvironment } from './tool.ts';

/** What follows `server` in its configuration: `send-proxy`, `send-proxy-v2`, `check`. */
export interface Forward {
  readonly to: number;
  readonly options: string;
}

export interface HaProxy {
  /** In the order of the forwards. */
  readonly ports: readonly number[];
  stop(): Promise<void>;
}

const READY_MS = 10_000;

/** @throws when it is not installed, or does not listen in time */
export async function startHaProxy(scratch: Scratch, forwards: readonly Forward[]): Promise<HaProxy> {
  const ports = await Promise.all(forwards.map(freePort));
  const file = scratch.path('haproxy.cfg');
  writeFileSync(file, configuration(forwards, ports));
  const child = spawn('haproxy', ['-db', '-f', file], { env: toolEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const exit = once(child, 'exit').then(
    () => `haproxy ended:\n${said}`,
    () => 'haproxy is not installed: run scripts/install-interop.sh',
  );
  for (const port of ports) await listening(port, child, exit);
  return {
    ports,
    async stop() {
      child.kill('SIGTERM');
      await exit;
    },
  };
}

function configuration(forwards: readonly Forward[], ports: readonly number[]): string {
  const defaults = ['defaults', ' mode tcp', ' timeout connect 5s', ' timeout client 20s', ' timeout server 20s'];
  const listeners = forwards.flatMap(({ to, options }, n) => [
    `listen l${n}`,
    ` bind 127.0.0.1:${ports[n]}`,
    ` server s 127.0.0.1:${to} ${options}`,
  ]);
  return [...defaults, ...listeners, ''].join('\n');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function listening(port: number, child: ChildProcess, exit: Promise<string>): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || child.pid === undefined) throw new Error(await exit);
    if (Date.now() > deadline) throw new Error(`haproxy does not listen on ${port} after ${READY_MS} ms`);
    await sleep(20);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
