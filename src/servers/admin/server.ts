/** The admin server: what looks into this process, and changes it, while it runs. */

import { type HttpServer, serveApp } from '../http/server.ts';
import { createAdminApp } from './app.ts';
import type { AdminOptions } from './endpoints.ts';
import { createAdminGrpc } from './grpc/server.ts';

/**
 * Its endpoints over HTTP/1.1 and clear-text HTTP/2, and the same by gRPC, on connections that are handed to it.
 *
 * @throws Error where the .proto files of the package cannot be loaded
 */
export function createAdminServer(options: AdminOptions): HttpServer {
  return serveApp((servers) => createAdminApp(options, servers), { grpc: createAdminGrpc(options) });
}
