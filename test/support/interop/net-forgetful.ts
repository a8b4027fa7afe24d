/** A TCP echo that forgets a connection on which nothing came for a while, as a NAT does: later bytes are answered by nobody. */

import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export interface ForgetfulEcho {
  readonly port: number;
  close(): void;
}

export async function startForgetfulEcho(idleMs: number): Promise<ForgetfulEcho> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setTimeout(idleMs);
    let isForgotten = false;
    socket.on('timeout', () => {
      isForgotten = true;
    });
    socket.on('data', (bytes) => {
      if (!isForgotten) socket.write(bytes);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
