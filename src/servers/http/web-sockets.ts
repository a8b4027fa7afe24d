/** WebSocket connections, RFC 6455: each message comes back as it is. */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { type RawData, type WebSocket, WebSocketServer } from 'ws';

import { factsOf } from '../connection-facts.ts';
import { FAULT_NAME } from '../faults/own-faults.ts';
import { answerAndClose } from './client-error.ts';
import { idsOfRequest } from './reply-ids.ts';
import { targetOf } from './target.ts';

export const WEB_SOCKET_PATH = '/websocket/echo';

/** A message is held until it is sent back. A longer one closes the connection with 1009, RFC 6455 §7.4.1. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** RFC 6455 §7.4.1: "an endpoint is 'going away', such as a server going down". */
const GOING_AWAY = 1001;

export interface WebSockets {
  /** Answers the handshake, and owns the socket from then on. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Closes each with 1001. */
  drain(): void;
}

/**
 * Not on the gRPC port, where all HTTP/1.1 is told where to go; nor with a fault, which requests have and connections that have left HTTP
 * have not.
 */
export function asksForWebSocket(request: IncomingMessage): boolean {
  const { headers, url = '' } = request;
  const isWebSocket = headers.upgrade?.toLowerCase() === 'websocket';
  const hasFault = headers[FAULT_NAME] !== undefined || url.includes(FAULT_NAME);
  const isHere = targetOf(request).path === WEB_SOCKET_PATH && factsOf(request.socket)?.listener !== 'grpc';
  return isWebSocket && isHere && !hasFault;
}

export function createWebSockets(): WebSockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  server.on('headers', (lines, request) => {
    for (const [name, value] of Object.entries(idsOfRequest(request))) lines.push(`${name}: ${value}`);
  });
  server.on('wsClientError', refuse);
  return {
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head, echo),
    drain() {
      for (const client of server.clients) client.close(GOING_AWAY, 'the server is going away');
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

function echo(webSocket: WebSocket): void {
  // What is wrong with a message, ws tells its sender by the close code.
  webSocket.on('error', () => {});
  webSocket.on('message', (data: RawData, isBinary: boolean) => {
    // Nothing more is read until this one is out: a client that does not read must not fill our memory.
    webSocket.pause();
    webSocket.send(asBytes(data), { binary: isBinary }, () => webSocket.resume());
  });
}

/** Always a Buffer, unless ws is told otherwise. */
function asBytes(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}
