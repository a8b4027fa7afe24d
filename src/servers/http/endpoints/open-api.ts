/** `/openapi.json`: the table of endpoints for machines. */

import { defineEndpoint, type Endpoint, type EndpointOptions } from '../endpoint.ts';
import { openApiOf } from '../openapi.ts';

/** @param table asked when it is complete */
export function createOpenApiEndpoint({ identity }: EndpointOptions, table: () => readonly Endpoint[]): Endpoint {
  return defineEndpoint({
    path: '/openapi.json',
    summary: 'this list as an OpenAPI 3.1 document',
    example: { path: '/openapi.json' },
    handle: async () => openApiOf(table(), identity.version),
  });
}
