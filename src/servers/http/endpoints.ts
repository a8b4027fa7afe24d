/** The endpoints of the HTTP server, one file a family. */

import type { Endpoint, EndpointOptions } from './endpoint.ts';
import { createBytesEndpoints } from './endpoints/bytes.ts';
import { createCloseEndpoint } from './endpoints/close.ts';
import { createCompressionEndpoints } from './endpoints/compression.ts';
import { createCookiesEndpoints } from './endpoints/cookies.ts';
import { createDelayEndpoint } from './endpoints/delay.ts';
import { createDripEndpoint } from './endpoints/drip.ts';
import { createDumpRequestEndpoint } from './endpoints/dump-request.ts';
import { createEchoEndpoints } from './endpoints/echo.ts';
import { createHeadersEndpoint } from './endpoints/headers.ts';
import { createHealthEndpoints } from './endpoints/health.ts';
import { createIdentityEndpoints } from './endpoints/identity.ts';
import { createIndexEndpoint } from './endpoints/index.ts';
import { createIpEndpoint } from './endpoints/ip.ts';
import { createLineEndpoints } from './endpoints/lines.ts';
import { createMetricsEndpoints } from './endpoints/metrics.ts';
import { createOpenApiEndpoint } from './endpoints/open-api.ts';
import { createRangeEndpoint } from './endpoints/range.ts';
import { createRedirectEndpoint } from './endpoints/redirect.ts';
import { createResponseHeadersEndpoint } from './endpoints/response-headers.ts';
import { createStatusEndpoint } from './endpoints/status.ts';
import { createTrailersEndpoint } from './endpoints/trailers.ts';
import { createUnstableEndpoint } from './endpoints/unstable.ts';
import { createUploadEndpoint } from './endpoints/upload.ts';
import { createWebSocketEndpoint } from './endpoints/web-socket.ts';

/** In the order in which people read of them. */
export function createEndpoints(options: EndpointOptions): readonly Endpoint[] {
  const table = (): readonly Endpoint[] => endpoints;
  const endpoints: readonly Endpoint[] = [
    createIndexEndpoint(options, table),
    createOpenApiEndpoint(options, table),
    ...createEchoEndpoints(options),
    createHeadersEndpoint(options),
    createDumpRequestEndpoint(options),
    createIpEndpoint(),
    ...createIdentityEndpoints(options),
    createStatusEndpoint(options),
    createUnstableEndpoint(options),
    createDelayEndpoint(),
    createDripEndpoint(),
    ...createBytesEndpoints(),
    createRangeEndpoint(),
    ...createLineEndpoints(options),
    createWebSocketEndpoint(),
    createUploadEndpoint(),
    createTrailersEndpoint(),
    createResponseHeadersEndpoint(options),
    ...createCompressionEndpoints(options),
    createRedirectEndpoint(),
    ...createCookiesEndpoints(options),
    createCloseEndpoint(),
    ...createHealthEndpoints(options),
    ...createMetricsEndpoints(options.metrics),
  ];
  return endpoints;
}
