/** `/close`: the server closes the connection after its answer. */

import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { http2StreamOf } from '../raw-request.ts';

export function createCloseEndpoint(): Endpoint {
  return defineEndpoint({
    path: '/close',
    methods: 'ANY',
    summary: 'closes the connection after the answer: Connection: close, or on HTTP/2 a GOAWAY',
    example: { path: '/close', options: '-i' },
    async handle({ raw }, reply) {
      const session = http2StreamOf(raw)?.session;
      // RFC 9113 §6.8: streams that are open go on to their end.
      if (session !== undefined) reply.raw.once('finish', () => session.close());
      else reply.header('connection', 'close');
      return { closes: true };
    },
  });
}
