import type { FastifyReply, FastifyRequest } from 'fastify';

import { httpError } from './http-error.ts';
import { http2StreamOf } from './raw-request.ts';

/** What 426 and 505 mean at an endpoint that is a WebSocket. */
export const NO_HANDSHAKE_STATUSES: Readonly<Record<number, string>> = {
  426: 'the request does not ask for a WebSocket',
  505: 'over HTTP/2: RFC 8441 is not offered',
};

/** @returns what to throw at a request for a WebSocket that does not ask for one as it should */
export function noHandshake({ raw }: FastifyRequest, reply: FastifyReply): Error {
  if (http2StreamOf(raw) !== undefined) {
    return httpError(505, 'HTTP/2 came: expected HTTP/1.1, WebSockets over HTTP/2 (RFC 8441) are not offered');
  }
  // RFC 9110 §15.5.22: 426 names the protocol.
  reply.headers({ upgrade: 'websocket', connection: 'upgrade' });
  return httpError(426, 'no handshake of a WebSocket came: expected Upgrade: websocket, RFC 6455 §4.1');
}
