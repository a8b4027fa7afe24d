/** `/drip`: a body that comes a byte at a time. */

import { bodyStream } from '../body-stream.ts';
import { departureOf, pause } from '../departure.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { paced } from '../paced.ts';
import { duration, integer, statusCode } from '../parameter.ts';
import { MAX_ITEMS, MAX_WAIT_MS } from '../ranges.ts';

export function createDripEndpoint(): Endpoint {
  return defineEndpoint({
    path: '/drip',
    summary: 'numbytes bytes, spread evenly over the duration, after a delay',
    parameters: {
      duration: duration({ description: 'from the first to the last byte', min: 0, max: MAX_WAIT_MS, fallback: '2s' }),
      numbytes: integer({ description: 'length of the body', min: 1, max: MAX_ITEMS, fallback: '10' }),
      delay: duration({ description: 'before the header fields', min: 0, max: MAX_WAIT_MS, fallback: '0s' }),
      code: statusCode({ description: 'status of the answer', fallback: '200' }),
    },
    example: { path: '/drip?duration=3s&numbytes=12&delay=500ms', options: '-N' },
    statuses: { default: 'the status that was asked for' },
    mediaType: 'application/octet-stream',
    async handle(request, reply, { duration: durationMs, numbytes, delay, code }) {
      const departure = departureOf(request, reply);
      await pause(delay, departure);
      reply.code(code).type('application/octet-stream').header('content-length', numbytes);
      return bodyStream(drops({ count: numbytes, durationMs }, departure));
    },
  });
}

async function* drops(...pace: Parameters<typeof paced>): AsyncGenerator<string> {
  for await (const due of paced(...pace)) yield '*'.repeat(due);
}
