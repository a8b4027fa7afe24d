/** TCP echo: what comes is sent back, also behind the client's FIN. Neither traced nor counted. */

import { type AddressInfo, createServer, type Socket } from 'node:net';

import { createOpenSockets } from './open-sockets.ts';

/** A client chooses how many it opens: each costs a descriptor, of which the traced listeners need three, and some buffers. */
const MAX_CONNECTIONS = 1_000;

/** Longer than the idle timeouts of proxies and NATs that people come to look at (60 to 350 s), so that theirs show. */
const IDLE_MS = 600_000;

/** What was read has so long to be written when the server stops. */
const LAST_WORDS_MS = 100;

export interface EchoOptions {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  /** Told of what was not taken, and why. */
  readonly onError: (error: Error) => void;
}

export interface TcpEchoOptions extends EchoOptions {
  /** Default: 1,000. Others are closed at once. */
  readonly maxConnections?: number;
  /** A connection on which nothing passes for so long is closed. Default: 600,000. */
  readonly idleMs?: number;
}

export interface EchoServer {
  /** @returns where it listens. Rejects with the error of listen(2) or bind(2). */
  listen(): Promise<AddressInfo>;
  /** Resolves when nothing is open any more. */
  stop(): Promise<void>;
}

export function createTcpEcho(options: TcpEchoOptions): EchoServer {
  const { host, port, onError, maxConnections = MAX_CONNECTIONS, idleMs = IDLE_MS } = options;
  const sockets = createOpenSockets();
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // Also of a client that does not read: then nothing passes.
    socket.setTimeout(idleMs, () => socket.destroy());
    socket.pipe(socket);
  });
  server.maxConnections = maxConnections;
  server.on('drop', () => onError(new Error(`TCP echo: ${maxConnections} are open already`)));

  return {
    listen() {
      return new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host, port }, () => {
          server.off('error', reject).on('error', onError);
          resolve(server.address() as AddressInfo);
        });
      });
    },
    async stop() {
      server.close();
      // An echo has no end of its own, and waiting for its client would take the grace time of all others.
      for (const socket of open) socket.destroySoon();
      await sockets.drained(LAST_WORDS_MS);
    },
  };
}
