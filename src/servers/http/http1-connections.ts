/** HTTP/1.1 connections and their requests in flight, so that a drain closes each connection when its last answer is out. */

import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { numberRequest } from '../request-number.ts';

export interface Http1Connections {
  add(socket: Socket): void;
  /** It speaks another protocol from now on: its end is somebody else's concern. */
  release(socket: Socket): void;
  /** Whether there is a request that has not been answered to the end. */
  isBusy(socket: Socket): boolean;
  /** From now on each answer says `Connection: close`, and idle connections close. */
  drain(): void;
}

export function createHttp1Connections(server: Server): Http1Connections {
  const inFlight = new Map<Socket, Set<ServerResponse>>();
  let isDraining = false;

  // Before the listener that answers, which may send its header fields in the same turn.
  server.prependListener('request', (request, response) => {
    const { socket } = request;
    numberRequest(request, socket);
    const responses = inFlight.get(socket);
    responses?.add(response);
    if (isDraining) announceClose(response);
    response.once('close', () => {
      responses?.delete(response);
      if (isDraining && responses?.size === 0) socket.destroySoon();
    });
  });

  return {
    add(socket) {
      inFlight.set(socket, new Set());
      socket.once('close', () => inFlight.delete(socket));
    },
    release(socket) {
      inFlight.delete(socket);
    },
    isBusy: (socket) => (inFlight.get(socket)?.size ?? 0) > 0,
    drain() {
      isDraining = true;
      for (const [socket, responses] of inFlight) {
        for (const response of responses) announceClose(response);
        if (responses.size === 0) socket.destroySoon();
      }
    },
  };
}

/** RFC 9112 §9.6. */
function announceClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
