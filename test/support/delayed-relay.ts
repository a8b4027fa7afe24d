/** A TCP relay on loopback that delivers each chunk a while later: a network with a long way, without rights to make one. */

import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface DelayedRelay {
  readonly port: number;
  stop(): Promise<void>;
}

/** @param delayMs each way, so that a round trip takes twice as long */
export async function startDelayedRelay(to: number, delayMs: number): Promise<DelayedRelay> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = connect({ port: to, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    deliver(near, far, delayMs);
    deliver(far, near, delayMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a relay without a port');
  return {
    port: address.port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Timers of one length run in their order. */
function deliver(from: Socket, to: Socket, delayMs: number): void {
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), delayMs));
  from.on('end', () => setTimeout(() => to.end(), delayMs));
}
