/** `/range/{n}`: a body of which a part can be asked for, RFC 9110 §14. */

import type { FastifyReply, FastifyRequest } from 'fastify';

import { bodyStream } from '../body-stream.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { integer } from '../parameter.ts';
import { pseudoRandomChunks } from '../pseudo-random.ts';
import { CHUNK_BYTES, MAX_BYTES } from '../ranges.ts';
import { type ByteRange, parseByteRange } from './byte-range.ts';

export function createRangeEndpoint(): Endpoint {
  return defineEndpoint({
    path: '/range/{n}',
    summary: 'n bytes, always the same; one range of them where Range asks for it, If-Range is respected',
    parameters: { n: integer({ in: 'path', description: 'length of the whole', min: 0, max: MAX_BYTES }) },
    example: { path: '/range/1000', options: '-i -r 10-19 -o -' },
    statuses: { 206: 'the range that Range asked for', 416: 'the range is behind the end' },
    mediaType: 'application/octet-stream',
    async handle(request, reply, { n }) {
      reply.headers({ 'accept-ranges': 'bytes', etag: etagOf(n) });
      const range = rangeOf(request, n);
      if (range === 'UNSATISFIABLE') return refuse(request, reply, n);
      const { first, last } = range ?? { first: 0, last: n - 1 };
      const length = last - first + 1;
      if (range !== undefined) reply.code(206).header('content-range', `bytes ${first}-${last}/${n}`);
      reply.type('application/octet-stream').header('content-length', length);
      return bodyStream(pseudoRandomChunks({ seed: 0, from: first, length }, CHUNK_BYTES));
    },
  });
}

/** RFC 9110 §14.2: only GET knows ranges. §13.1.5: where If-Range does not match, the client has another whole. */
function rangeOf({ method, headers }: FastifyRequest, n: number): ByteRange | 'UNSATISFIABLE' | undefined {
  const ifRange = headers['if-range'];
  const isSame = ifRange === undefined || ifRange === etagOf(n);
  return method === 'GET' && isSame ? parseByteRange(headers.range, n) : undefined;
}

/** RFC 9110 §15.5.17: with the length that there is. */
function refuse({ headers }: FastifyRequest, reply: FastifyReply, n: number): FastifyReply {
  const message = `Range: ${headers.range} came: expected a part of ${n} bytes`;
  reply.code(416).header('content-range', `bytes */${n}`);
  return reply.send({ statusCode: 416, error: 'Range Not Satisfiable', message });
}

/** The bytes depend on the length alone. */
function etagOf(n: number): string {
  return `"range-${n}"`;
}
