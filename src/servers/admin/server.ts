/** The admin server: what looks into this process, and changes it, while it runs. */

import { type HttpServer, serveApp } from '../http/server.ts';
import { type Access, askedBy } from './access.ts';
import { createAdminApp } from './app.ts';
import type { AdminOptions } from './endpoints.ts';
import { createAdminGrpc } from './grpc/server.ts';
import { createLiveWebSockets } from './trace/live.ts';

/**
 * Its endpoints over HTTP/1.1 and clear-text HTTP/2, and the same by gRPC, on connections that are handed to it. A drain ends the
 * readers of the live trace, who would never end by themselves.
 *
 * @param access passed by everything that comes
 * @throws Error where the .proto files of the package cannot be loaded
 */
export function createAdminServer(options: AdminOptions, access: Access): HttpServer {
  const webSockets = createLiveWebSockets(
    options.delivery,
    ({ method = '', headers }) => access(askedBy(method, headers)) === undefined,
  );
  const server = serveApp((servers) => createAdminApp(options, servers, access), {
    grpc: createAdminGrpc(options, access),
    webSockets,
  });
  return {
    ...server,
    drain(graceMs) {
      options.delivery.subscriptions.end();
      return server.drain(graceMs);
    },
  };
}
