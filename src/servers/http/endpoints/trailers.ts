/** `/trailers`: a body with the trailer fields that the query names. */

import type { FastifyReply } from 'fastify';

import { bodyStream } from '../body-stream.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { httpError } from '../http-error.ts';
import { type QueryParameter, targetOf } from '../target.ts';
import { groupByName, sendableFields } from './sendable-fields.ts';

/** RFC 9110 §6.5.1: not as trailers, since they are needed before the content. */
const NOT_AS_TRAILER: ReadonlySet<string> = new Set([
  'authorization',
  'cache-control',
  'content-encoding',
  'content-range',
  'content-type',
  'host',
  'max-forwards',
  'set-cookie',
]);

const DEFAULT_TRAILERS: readonly QueryParameter[] = [{ name: 'x-trailer', value: 'sre-test-server' }];

export function createTrailersEndpoint(): Endpoint {
  return defineEndpoint({
    path: '/trailers',
    summary: 'a body, and behind it the trailer fields that the query names',
    takesAnyQuery: true,
    example: { path: '/trailers?x-checksum=abc', options: '-i --raw' },
    mediaType: 'text/plain',
    async handle({ raw }, reply) {
      const { query } = targetOf(raw);
      const trailers = sendableFields(query.length === 0 ? DEFAULT_TRAILERS : query);
      const forbidden = trailers.find(({ name }) => NOT_AS_TRAILER.has(name));
      if (forbidden !== undefined) {
        throw httpError(400, `parameter ${forbidden.name}: it came as a trailer: RFC 9110 §6.5.1 forbids it there`);
      }
      if (raw.httpVersion === '1.0')
        throw httpError(400, 'HTTP/1.0 came, which has no trailers: expected HTTP/1.1 or HTTP/2');
      if (raw.method !== 'HEAD') announce(reply, trailers);
      reply.type('text/plain; charset=utf-8');
      return bodyStream([
        Buffer.from(`${trailers.map(({ name }) => name).join(', ')}: behind this body, as trailers\n`),
      ]);
    },
  });
}

/** Without a length, HTTP/1.1 answers in chunks, behind which there is room for trailers: RFC 9112 §7.1.2. */
function announce(reply: FastifyReply, trailers: readonly QueryParameter[]): void {
  const groups = groupByName(trailers);
  reply.header('trailer', [...groups.keys()].join(', '));
  reply.raw.addTrailers(Object.fromEntries([...groups].map(([name, values]) => [name, values.join(', ')])));
}
