/** The body of a request, whole and bounded. */

import type { IncomingMessage } from 'node:http';

import { httpError } from './http-error.ts';

/**
 * Of a body that is too large the rest is read and dropped: a client that reads the answer only after it has sent all must
 * get it, and closing a socket with unread bytes resets it, answer and all.
 *
 * @throws Error with the `statusCode` that fastify answers it with: 413 where there is more than `maxBytes`, 400 where the client left off before the end
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const announced = Number(request.headers['content-length'] ?? 0);
    const chunks: Buffer[] = [];
    let length = 0;
    const refuse = (came: string): void => {
      chunks.length = 0;
      reject(httpError(413, `a body of ${came} came: expected at most ${maxBytes} bytes`));
    };

    if (announced > maxBytes) refuse(`${announced} bytes`);
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes && announced <= maxBytes) chunks.push(chunk);
      else refuse(`more than ${maxBytes} bytes`);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
    request.on('close', () => reject(httpError(400, `the body ended after ${length} bytes: expected more`)));
  });
}
