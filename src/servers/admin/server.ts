/** The admin server: what looks into this process, and changes it, while it runs. */

import { type HttpServer, serveApp } from '../http/server.ts';
import type { Access } from './access.ts';
import { createAdminApp } from './app.ts';
import type { AdminOptions } from './endpoints.ts';
import { createAdminGrpc } from './grpc/server.ts';

/**
 * Its endpoints over HTTP/1.1 and clear-text HTTP/2, and the same by gRPC, on connections that are handed to it.
 *
 * @param access passed by everything that comes
 * @throws Error where the .proto files of the package cannot be loaded
 */
export function createAdminServer(options: AdminOptions, access: Access): HttpServer {
  return serveApp((servers) => createAdminApp(options, servers, access), { grpc: createAdminGrpc(options, access) });
}
