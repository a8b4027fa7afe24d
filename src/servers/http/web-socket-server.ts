/** WebSockets on HTTP/1.1 connections, RFC 6455: the handshake, and the end. What is said on them is for who serves them. */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { type RawData, type WebSocket, WebSocketServer } from 'ws';

import { answerAndClose } from './client-error.ts';
import { idsOfRequest } from './reply-ids.ts';

/** RFC 6455 §7.4.1: "an endpoint is 'going away', such as a server going down". */
export const GOING_AWAY = 1001;
export const GOING_AWAY_WORDS = 'the server is going away';

export interface WebSocketService {
  /** Of a message as it comes. A longer one closes the connection with 1009, RFC 6455 §7.4.1. */
  readonly maxMessageBytes: number;
  /** Whether a request for a WebSocket gets one. If not, it is answered as a plain request. */
  isFor(request: IncomingMessage): boolean;
  /** When the handshake is done. What is wrong with a message, ws tells its sender by the close code. */
  serve(webSocket: WebSocket, request: IncomingMessage): void;
}

export interface WebSockets {
  /** Asked when the header fields are there. */
  isFor(request: IncomingMessage): boolean;
  /** Answers the handshake, and owns the socket from then on. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes each with 1001. */
  drain(): void;
}

export function createWebSockets({ maxMessageBytes, isFor, serve }: WebSocketService): WebSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });
  server.on('headers', (lines, request) => {
    for (const [name, value] of Object.entries(idsOfRequest(request))) lines.push(`${name}: ${value}`);
  });
  server.on('wsClientError', refuse);
  return {
    isFor: (request) => request.headers.upgrade?.toLowerCase() === 'websocket' && isFor(request),
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('error', () => {});
        serve(webSocket, request);
      });
    },
    drain() {
      for (const client of server.clients) client.close(GOING_AWAY, GOING_AWAY_WORDS);
    },
  };
}

/** In place of ws, whose answers carry no ids. RFC 6455 §4.2.2: what is taken is said to who came with another version. */
function refuse({ message }: Error, socket: Duplex, request: IncomingMessage): void {
  const fields = { ...idsOfRequest(request), 'Sec-WebSocket-Version': '13, 8' };
  if (request.method === 'GET') answerAndClose(socket, 400, message, fields);
  // RFC 9110 §15.5.6: 405 comes with Allow.
  else answerAndClose(socket, 405, message, { ...fields, Allow: 'GET' });
}

/** Always a Buffer, unless ws is told otherwise. */
export function asBytes(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}
