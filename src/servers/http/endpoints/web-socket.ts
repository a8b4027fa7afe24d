/** `/websocket/echo` for requests that ask for no WebSocket: those that do never come here (web-sockets.ts). */

import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { NO_HANDSHAKE_STATUSES, noHandshake } from '../no-handshake.ts';
import { MAX_MESSAGE_BYTES, WEB_SOCKET_PATH } from '../web-socket-echo.ts';

const HANDSHAKE =
  '-H "upgrade: websocket" -H "sec-websocket-version: 13" -H "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="';

export function createWebSocketEndpoint(): Endpoint {
  return defineEndpoint({
    path: WEB_SOCKET_PATH,
    summary: `WebSocket on HTTP/1.1: each message comes back, up to ${MAX_MESSAGE_BYTES} bytes`,
    example: { path: WEB_SOCKET_PATH, options: `-iN -H "connection: upgrade" ${HANDSHAKE}` },
    statuses: {
      101: 'the connection is a WebSocket',
      ...NO_HANDSHAKE_STATUSES,
    },
    async handle(request, reply) {
      throw noHandshake(request, reply);
    },
  });
}
