/** The endpoints of the HTTP server, one file each. */

import { createEchoEndpoint } from './echo.ts';
import type { Endpoint, EndpointOptions } from './endpoint.ts';

export function createEndpoints(options: EndpointOptions): readonly Endpoint[] {
  return [createEchoEndpoint(options)];
}
