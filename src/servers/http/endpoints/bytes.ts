/** `/bytes/{n}` and `/stream-bytes/{n}`: bodies of any size, made as they are read. */

import { bodyStream } from '../body-stream.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { integer } from '../parameter.ts';
import { pseudoRandomChunks } from '../pseudo-random.ts';
import { CHUNK_BYTES, MAX_BYTES, MAX_SEED } from '../ranges.ts';

/** Of `chunk_size`: what a socket takes at once, more or less. */
const MAX_CHUNK_BYTES = 1024 * 1024;

const seed = integer({
  description: 'the same seed gives the same bytes',
  min: 0,
  max: MAX_SEED,
  fallback: '0',
});

const n = integer({ in: 'path', description: 'length of the body', min: 0, max: MAX_BYTES });

export function createBytesEndpoints(): readonly Endpoint[] {
  return [
    defineEndpoint({
      path: '/bytes/{n}',
      summary: 'n pseudo-random bytes, with their length announced',
      parameters: { n, seed },
      example: { path: '/bytes/1024?seed=7', options: '-o bytes' },
      mediaType: 'application/octet-stream',
      async handle(_request, reply, { n: length, seed }) {
        reply.type('application/octet-stream').header('content-length', length);
        return bodyStream(pseudoRandomChunks({ seed, from: 0, length }, CHUNK_BYTES));
      },
    }),
    defineEndpoint({
      path: '/stream-bytes/{n}',
      summary: 'n pseudo-random bytes in chunks, without a length',
      parameters: {
        n,
        seed,
        chunk_size: integer({ description: 'bytes of a chunk', min: 1, max: MAX_CHUNK_BYTES, fallback: '10240' }),
      },
      example: { path: '/stream-bytes/100000?chunk_size=1000', options: '-o bytes' },
      mediaType: 'application/octet-stream',
      async handle(_request, reply, { n: length, seed, chunk_size: chunkSize }) {
        reply.type('application/octet-stream');
        return bodyStream(pseudoRandomChunks({ seed, from: 0, length }, chunkSize));
      },
    }),
  ];
}
