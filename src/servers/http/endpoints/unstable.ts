/** `/unstable`: fails at random. */

import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';
import { fraction } from '../parameter.ts';

export function createUnstableEndpoint({ random }: EndpointOptions): Endpoint {
  return defineEndpoint({
    path: '/unstable',
    methods: 'ANY',
    summary: '500 for a share of the requests, else 200',
    parameters: { failure_rate: fraction({ description: 'share of the requests that fail', fallback: '0.5' }) },
    example: { path: '/unstable?failure_rate=0.1', options: '-i' },
    statuses: { 500: 'a failure that was asked for' },
    async handle(_request, reply, { failure_rate: failureRate }) {
      const failed = random() < failureRate;
      return reply.code(failed ? 500 : 200).send({ failed, failureRate });
    },
  });
}
