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

/** The shape of the answer is that of fastify's errors. */
export function answerClientError({ code = '', message }: ClientError, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const statusCode = STATUS_BY_CODE.get(code) ?? 400;
  const reason = STATUS_CODES[statusCode] ?? '';
  const body = JSON.stringify({ statusCode, error: reason, message: `${message} (${code}): expected HTTP/1.1` });
  socket.end(
    `HTTP/1.1 ${statusCode} ${reason}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
