/** `/delay/{d}`: an answer that takes its time. */

import { departureOf, pause } from '../departure.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { duration } from '../parameter.ts';
import { MAX_WAIT_MS } from '../ranges.ts';

export function createDelayEndpoint(): Endpoint {
  return defineEndpoint({
    path: '/delay/{d}',
    methods: 'ANY',
    summary: 'answers after that time',
    parameters: { d: duration({ in: 'path', description: 'how long to wait', min: 0, max: MAX_WAIT_MS }) },
    example: { path: '/delay/150ms' },
    async handle(request, reply, { d }) {
      const startedAt = performance.now();
      await pause(d, departureOf(request, reply));
      return { delayMs: d, elapsedMs: Math.round(performance.now() - startedAt) };
    },
  });
}
