/** `/healthz` and `/readyz`: for the probes of an orchestrator. */

import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';

export function createHealthEndpoints({ isReady }: EndpointOptions): readonly Endpoint[] {
  return [
    defineEndpoint({
      path: '/healthz',
      summary: '200 while the process serves',
      example: { path: '/healthz' },
      handle: async () => ({ status: 'alive' }),
    }),
    defineEndpoint({
      path: '/readyz',
      summary: '200 while traffic should be sent here, else 503',
      example: { path: '/readyz' },
      statuses: { 503: 'no traffic should be sent here' },
      handle: async (_request, reply) => {
        const ready = isReady();
        return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready' });
      },
    }),
  ];
}
