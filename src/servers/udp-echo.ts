/** UDP echo: each datagram is sent back, once and no longer than it came. Neither traced nor counted. */

import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';

import type { EchoOptions, EchoServer } from './tcp-echo.ts';

/**
 * Replies that the kernel has not taken yet. Past this they are dropped, as a full queue of the kernel drops them: whoever sends
 * datagrams expects that.
 */
const MAX_UNSENT_BYTES = 1024 * 1024;

/** Clients have ports from 1024 on; below are services, some of which answer whatever comes: echo (7), chargen (19). */
const FIRST_CLIENT_PORT = 1_024;

export function createUdpEcho({ host, port, onError }: EchoOptions): EchoServer {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  socket.on('message', (datagram, from) => {
    if (!isAnswerable(from.port, socket.address().port)) return;
    if (socket.getSendQueueSize() + datagram.length > MAX_UNSENT_BYTES) return;
    // What cannot be sent is lost, as datagrams are.
    socket.send(datagram, from.port, from.address, () => {});
  });

  return {
    listen() {
      return new Promise((resolve, reject) => {
        socket.once('error', reject);
        socket.bind({ address: host, port }, () => {
          socket.off('error', reject).on('error', onError);
          resolve(socket.address());
        });
      });
    },
    async stop() {
      await new Promise<void>((resolve) => socket.close(resolve));
    },
  };
}

/**
 * A sender can write any source into a datagram. An answer to the port of an echo, ours or that of another replica, would be
 * answered in turn, for ever.
 */
export function isAnswerable(sourcePort: number, ownPort: number): boolean {
  return sourcePort >= FIRST_CLIENT_PORT && sourcePort !== ownPort;
}
