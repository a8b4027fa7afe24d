/** `/upload`: reads a body of any size, and keeps none of it. */

import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { httpError } from '../http-error.ts';

export interface UploadReply {
  readonly length: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** From the header fields to the last byte. */
  readonly elapsedMs: number;
}

export function createUploadEndpoint(): Endpoint {
  return defineEndpoint({
    path: '/upload',
    methods: ['POST', 'PUT', 'PATCH'],
    readsBody: true,
    summary: 'reads a body of any size, and says its length, SHA-256 and time',
    example: { path: '/upload', options: '-T file' },
    handle: ({ raw }) => digest(raw),
  });
}

async function digest(body: IncomingMessage): Promise<UploadReply> {
  const startedAt = performance.now();
  const hash = createHash('sha256');
  let length = 0;
  const left = () => httpError(400, `the body ended after ${length} bytes: expected more`);
  await new Promise<void>((resolve, reject) => {
    body.on('data', (chunk: Buffer) => {
      length += chunk.length;
      hash.update(chunk);
    });
    body.on('end', resolve).on('error', reject);
    body.on('close', () => reject(left()));
  });
  return { length, sha256: hash.digest('hex'), elapsedMs: Math.round(performance.now() - startedAt) };
}
