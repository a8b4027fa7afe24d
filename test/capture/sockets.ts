/** Real sockets for tests of what sits between sockets. Every wait is bounded, and `closeAll` leaves nothing open. */

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, Socket, type SocketConstructorOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerLeg } from '../../src/capture/server-leg.ts';
import type { SpliceObserver } from '../../src/capture/splice.ts';

/** An observer that looks at nothing. */
export const passThrough: SpliceObserver = { chunk() {}, end() {} };

/** Far longer than anything here takes; a test that waits so long has failed. */
const PATIENCE_MS = 10_000;

const opened = new Set<Socket | Server>();

/** To be called after each test. */
export function closeAll(): void {
  for (const each of opened) {
    if (each instanceof Socket) each.destroy();
    else each.close();
  }
  opened.clear();
}

/** So that no error goes unheard, and `closeAll` finds it. */
export function track<T extends Socket>(socket: T): T {
  socket.on('error', () => {});
  opened.add(socket);
  return socket;
}

/** @throws when it takes longer than anything in a test should */
export async function soon<T>(what: string, promise: Promise<T>, ms = PATIENCE_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`waited ${ms} ms for: ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Resolves when `condition` holds. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited ${PATIENCE_MS} ms until: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** `far` is the peer's own end; `near` is what a listener of ours accepted. */
export interface Pair<Near extends Socket> {
  readonly near: Near;
  readonly far: Socket;
}

/** @param options of the accepting listener */
export async function tcpPair(options: { pauseOnConnect?: boolean } = {}): Promise<Pair<Socket>> {
  const server = createServer({ allowHalfOpen: true, ...options });
  opened.add(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const far = track(connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true }));
  const [near] = await soon('a connection', once(server, 'connection'));
  if (!far.readyState.startsWith('open')) await once(far, 'connect');
  server.close();
  return { near: track(near as Socket), far };
}

/** @param options of the server's end */
export async function legPair(options: SocketConstructorOpts = { allowHalfOpen: true }): Promise<Pair<ServerLeg>> {
  const path = unixPath();
  const server = createServer(options);
  opened.add(server);
  server.listen({ path });
  await once(server, 'listening');
  const near = track(new ServerLeg());
  near.connect({ path });
  const [far] = await soon('a connection', once(server, 'connection'));
  if (!near.readyState.startsWith('open')) await once(near, 'connect');
  server.close();
  return { near, far: track(far as Socket) };
}

export function unixPath(): string {
  const name = `sre-test-${process.pid}-${randomBytes(8).toString('hex')}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), name);
}

/** What a socket saw, up to its end. */
export interface Seen {
  readonly bytes: Buffer[];
  /** 'FIN', or the code of the error. */
  end: string | undefined;
}

/** Begins to read. */
export function watch(socket: Socket): Seen {
  const seen: Seen = { bytes: [], end: undefined };
  socket.on('data', (chunk: Buffer) => seen.bytes.push(chunk));
  socket.on('end', () => {
    seen.end ??= 'FIN';
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    seen.end = error.code ?? error.message;
  });
  socket.resume();
  return seen;
}

/** Resolves when the socket is closed, with an error or without. */
export function closed(socket: Socket): Promise<void> {
  return soon('the close of a socket', new Promise((resolve) => socket.once('close', () => resolve())));
}

export function text(seen: Seen): string {
  return Buffer.concat(seen.bytes).toString('latin1');
}
