/** `/websocket/echo` for requests that ask for no WebSocket: those that do never come here (web-sockets.ts). */

import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { httpError } from '../http-error.ts';
import { http2StreamOf } from '../raw-request.ts';
import { MAX_MESSAGE_BYTES, WEB_SOCKET_PATH } from '../web-sockets.ts';

const HANDSHAKE =
  '-H "upgrade: websocket" -H "sec-websocket-version: 13" -H "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ=="';

export function createWebSocketEndpoint(): Endpoint {
  return defineEndpoint({
    path: WEB_SOCKET_PATH,
    summary: `WebSocket on HTTP/1.1: each message comes back, up to ${MAX_MESSAGE_BYTES} bytes`,
    example: { path: WEB_SOCKET_PATH, options: `-iN -H "connection: upgrade" ${HANDSHAKE}` },
    statuses: {
      101: 'the connection is a WebSocket',
      426: 'the request does not ask for a WebSocket',
      505: 'over HTTP/2: RFC 8441 is not offered',
    },
    async handle({ raw }, reply) {
      if (http2StreamOf(raw) !== undefined) {
        throw httpError(505, 'HTTP/2 came: expected HTTP/1.1, WebSockets over HTTP/2 (RFC 8441) are not offered');
      }
      // RFC 9110 §15.5.22: 426 names the protocol.
      reply.headers({ upgrade: 'websocket', connection: 'upgrade' });
      throw httpError(426, 'no handshake of a WebSocket came: expected Upgrade: websocket, RFC 6455 §4.1');
    },
  });
}
