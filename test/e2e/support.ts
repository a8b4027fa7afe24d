/** Our server as a child process, watched from outside, and clients that need not behave. */

import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ECHO_PATH, echoRequestBody } from '../support/interop/echo-call.ts';
import { type ServerProcess, startServer } from '../support/server-process.ts';

/** Longer than anything here takes on a busy machine. */
const PATIENCE_MS = 20_000;

export interface Traced extends ServerProcess {
  /** Stops the server and gives its trace. */
  events(): Promise<readonly TraceLine[]>;
}

/** The parts of a line of the trace file that these tests look at. */
export interface TraceLine {
  readonly seq: number;
  readonly conn: string;
  readonly kind?: string;
  readonly connectionOpened?: {
    readonly protocol: string;
    readonly listener: string;
    readonly peer: { readonly port: number };
  };
  readonly connectionClosed?: { readonly endedBy?: string; readonly how: string; readonly error?: string };
  readonly frame?: {
    readonly from: string;
    readonly type: string;
    readonly settings?: readonly { readonly id: string; readonly value?: number }[];
    readonly goaway?: { readonly error: string; readonly lastStreamId: number; readonly debug?: string };
    readonly violation?: { readonly reason: string; readonly spec: string; readonly error: string };
    readonly streamId: number;
    readonly headers?: {
      readonly incomplete?: string;
      readonly category: string;
      readonly fields: readonly TraceField[];
    };
  };
  readonly streamOpened?: { readonly streamId: number };
  readonly streamClosed?: {
    readonly streamId: number;
    readonly endedBy?: string;
    readonly how: string;
    readonly grpcStatus?: { readonly code: number };
  };
  readonly http1?: {
    readonly from: string;
    readonly stage: string;
    readonly index: number;
    readonly startLine: string;
    readonly fields?: readonly TraceField[];
  };
  readonly traceLost?: { readonly reason: string };
  readonly finding?: { readonly rule: string };
}

export interface TraceField {
  readonly name: string;
  readonly value: string;
}

export interface TracedOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly launcher?: readonly string[];
}

const running = new Set<ServerProcess>();

/** To be called after each test: one that fails must not leave a server behind. */
export async function stopAll(): Promise<void> {
  for (const server of running) await server.stop();
  running.clear();
}

/** From source, so that no build is needed; the trace goes to a file. */
export async function startTraced({ args = [], launcher, env }: TracedOptions = {}): Promise<Traced> {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-'));
  const file = join(folder, 'trace');
  const own = ['--log', 'off', '--trace-file', file];
  const server = await startServer({
    entry: 'source',
    args: [...own, ...args],
    ...(launcher && { launcher }),
    ...(env && { env }),
  });
  running.add(server);
  return {
    ...server,
    async events() {
      await server.stop();
      running.delete(server);
      const lines = readTrace(file);
      rmSync(folder, { recursive: true });
      return lines;
    },
  };
}

export function readTrace(file: string): TraceLine[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line): TraceLine => JSON.parse(line));
}

export function dial(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  socket.on('error', () => {});
  return socket;
}

/** One unary call, which must succeed. */
export async function goodCall(grpcPort: number): Promise<void> {
  const session = connectHttp2(`http://127.0.0.1:${grpcPort}`);
  try {
    const stream = session.request({
      ':method': 'POST',
      ':path': ECHO_PATH,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status: unknown;
    const look = (fields: IncomingHttpHeaders) => {
      status ??= fields['grpc-status'];
    };
    stream.on('response', look).on('trailers', look);
    stream.setTimeout(PATIENCE_MS, () => stream.destroy(new Error('the good call takes too long')));
    stream.resume().end(echoRequestBody('still here?'));
    await once(stream, 'close');
    if (status !== '0') throw new Error(`the good call ended with grpc-status ${status}`);
  } finally {
    session.destroy();
  }
}

/** Linux only. */
export function descriptorCount(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Linux only. @returns bytes of resident memory */
export function residentBytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

export async function until(what: () => string, condition: () => boolean, ms = PATIENCE_MS): Promise<void> {
  const deadline = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited ${ms} ms: ${what()}`);
    await sleep(20);
  }
}
