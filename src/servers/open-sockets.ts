/** The sockets that a server holds, so that a drain knows when it is over and what to cut when it is not. */

import type { Socket } from 'node:net';

export interface OpenSockets {
  /** Holds the socket until it closes. Its errors end here: 'close' follows each of them, and tells all there is to do. */
  add(socket: Socket): void;
  /**
   * Resolves when every socket has closed. Those that have not after `graceMs` are destroyed.
   *
   * @param graceMs milliseconds from 0
   */
  drained(graceMs: number): Promise<void>;
}

export function createOpenSockets(): OpenSockets {
  const open = new Set<Socket>();
  const waiting = new Set<() => void>();

  const onClose = (socket: Socket): void => {
    open.delete(socket);
    if (open.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  };

  return {
    add(socket) {
      open.add(socket);
      socket.on('error', ignore);
      socket.once('close', () => onClose(socket));
    },
    async drained(graceMs) {
      if (open.size === 0) return;
      const timer = setTimeout(() => {
        for (const socket of open) socket.destroy();
      }, graceMs);
      await new Promise<void>((resolve) => waiting.add(resolve));
      clearTimeout(timer);
    },
  };
}

function ignore(): void {
  // Peers reset connections all the time; what it meant to a call is told to its handler.
}
