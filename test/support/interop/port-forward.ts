/** A way to a port that drops and comes back. */

import { once } from 'node:events';
import { connect as connectTo, createServer, type Server, type Socket } from 'node:net';

export interface Forward {
  readonly port: number;
  /** All connections are cut, and no new one is taken. */
  drop(): Promise<void>;
  listen(to?: number): Promise<void>;
}

/** As `kubectl port-forward`: a port that leads to another, and may drop. */
export async function portForward(to: number): Promise<Forward> {
  const sockets = new Set<Socket>();
  let target = to;
  let listener: Server | undefined;
  let port = 0;

  async function listen(next = target): Promise<void> {
    target = next;
    listener = createServer((socket) => {
      const other = connectTo(target, '127.0.0.1');
      for (const [one, another] of [
        [socket, other],
        [other, socket],
      ] as const) {
        sockets.add(one);
        one.on('error', () => another.destroy());
        one.on('close', () => another.destroy());
        one.pipe(another);
      }
    });
    listener.listen(port, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  }

  await listen();
  return {
    port,
    async drop() {
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      listener?.close();
      if (listener?.listening === true) await once(listener, 'close');
    },
    listen,
  };
}
