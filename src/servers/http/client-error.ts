/** The answer to bytes that are no HTTP/1.1 request, and to requests that take too long to come. */

import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

export interface ClientError {
  readonly code?: string;
  readonly message: string;
}

/** By the code of Node's error; 400 for all others. */
const STATUS_BY_CODE: ReadonlyMap<string, number> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
  ['HPE_HEADER_OVERFLOW', 431],
]);

/** @param fields to add to those of the answer */
export function answerClientError(
  { code = '', message }: ClientError,
  socket: Duplex,
  fields: Readonly<Record<string, string>> = {},
): void {
  answerAndClose(socket, STATUS_BY_CODE.get(code) ?? 400, `${message} (${code}): expected HTTP/1.1`, fields);
}

/** Where Node has no response for what came. The shape of the answer is that of fastify's errors. */
export function answerAndClose(
  socket: Duplex,
  statusCode: number,
  message: string,
  fields: Readonly<Record<string, string>>,
): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const reason = STATUS_CODES[statusCode] ?? '';
  const body = JSON.stringify({ statusCode, error: reason, message });
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(
    `HTTP/1.1 ${statusCode} ${reason}\r\n${lines.join('')}Content-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
