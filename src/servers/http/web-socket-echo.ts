/** The WebSocket echo: each message comes back as it is. */

import type { IncomingMessage } from 'node:http';

import type { RawData, WebSocket } from 'ws';

import { factsOf } from '../connection-facts.ts';
import { FAULT_NAME } from '../faults/own-faults.ts';
import { targetOf } from './target.ts';
import { asBytes, type WebSocketService } from './web-socket-server.ts';

export const WEB_SOCKET_PATH = '/websocket/echo';

/** A message is held until it is sent back. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

export const webSocketEcho: WebSocketService = { maxMessageBytes: MAX_MESSAGE_BYTES, isFor, serve };

/**
 * Not on the gRPC port, where all HTTP/1.1 is told where to go; nor with a fault, which requests have and connections that have left HTTP
 * have not.
 */
function isFor(request: IncomingMessage): boolean {
  const { headers, url = '' } = request;
  const hasFault = headers[FAULT_NAME] !== undefined || url.includes(FAULT_NAME);
  const isHere = targetOf(request).path === WEB_SOCKET_PATH && factsOf(request.socket)?.listener !== 'grpc';
  return isHere && !hasFault;
}

function serve(webSocket: WebSocket): void {
  webSocket.on('message', (data: RawData, isBinary: boolean) => {
    // Nothing more is read until this one is out: a client that does not read must not fill our memory.
    webSocket.pause();
    webSocket.send(asBytes(data), { binary: isBinary }, () => webSocket.resume());
  });
}
