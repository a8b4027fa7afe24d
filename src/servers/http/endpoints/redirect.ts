/** `/redirect/{n}`: n redirects, one after the other. */

import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { choice, integer } from '../parameter.ts';

/** Clients give up long before: curl after 50, Go after 10. */
const MAX_REDIRECTS = 100;

const REDIRECT_STATUSES = [301, 302, 303, 307, 308] as const;

export function createRedirectEndpoint(): Endpoint {
  return defineEndpoint({
    path: '/redirect/{n}',
    methods: 'ANY',
    summary:
      'redirects n times, then to /echo; Location is relative, so that it holds behind a proxy that adds a prefix',
    parameters: {
      n: integer({ in: 'path', description: 'how many redirects', min: 1, max: MAX_REDIRECTS }),
      code: choice({ description: 'status of each', values: REDIRECT_STATUSES, fallback: '302' }),
    },
    example: { path: '/redirect/3', options: '-iL' },
    statuses: Object.fromEntries(REDIRECT_STATUSES.map((status) => [status, 'the next one is at Location'])),
    async handle(_request, reply, { n, code }) {
      const location = n === 1 ? '../echo' : `./${n - 1}?code=${code}`;
      return reply.code(code).header('location', location).send({ location });
    },
  });
}
