/** `sre-test-server health` in this process, and the peers that it asks. */

import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttp2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { run } from '../../../src/cli/program.ts';
import { fakeIo } from '../fake-io.ts';

export interface Asked {
  readonly code: number;
  /** How long it took is `N ms`. */
  readonly out: string;
  readonly err: string;
}

/** With time enough on a busy machine: who is to wait in vain says `--timeout-seconds 1`. */
export async function asked(args: readonly string[], env: Record<string, string> = {}): Promise<Asked> {
  const io = fakeIo({ SRE_HEALTH_TIMEOUT_SECONDS: '20', ...env });
  const code = await run(['health', ...args], io);
  return { code, out: io.out().replace(/\b\d+ ms\b/, 'N ms'), err: io.err() };
}

/** HTTP/2, RFC 9113: an empty SETTINGS frame, which a server sends first. */
export const SETTINGS = Buffer.from('000000040000000000', 'hex');

type Scope = Pick<TestContext, 'after'>;

/** @returns the port of a TCP server that does with each connection what `greet` does */
export function tcpPeer(t: Scope, greet: (socket: Socket) => void): Promise<number> {
  return listening(
    t,
    createServer((socket) => {
      socket.on('error', () => {});
      greet(socket);
    }),
  );
}

export function httpPeer(t: Scope, answer: RequestListener): Promise<number> {
  return listening(t, createHttpServer(answer));
}

export function http2Peer(
  t: Scope,
  answer: (stream: ServerHttp2Stream, fields: IncomingHttpHeaders) => void,
): Promise<number> {
  const server = createHttp2Server();
  server.on('sessionError', () => {});
  server.on('stream', (stream, fields) => {
    stream.on('error', () => {});
    answer(stream, fields);
  });
  return listening(t, server);
}

/** With the connections that it has, which nobody else closes. */
export async function listening(t: Scope, server: Server, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, host);
  await once(server, 'listening');
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}
