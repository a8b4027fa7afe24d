/** `/hostname` and `/version`: who answers. */

import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';

export function createIdentityEndpoints({ identity }: EndpointOptions): readonly Endpoint[] {
  return [
    defineEndpoint({
      path: '/hostname',
      summary: 'who answers: hostname, and pod, namespace and node where they are known',
      example: { path: '/hostname' },
      handle: async () => identity,
    }),
    defineEndpoint({
      path: '/version',
      summary: 'the version of this server',
      example: { path: '/version' },
      handle: async () => ({ version: identity.version }),
    }),
  ];
}
