/** The admin server: what looks into this process, and changes it, while it runs. */

import { type HttpServer, serveApp } from '../http/server.ts';
import { createAdminApp } from './app.ts';
import type { AdminOptions } from './endpoints.ts';

/** Its endpoints over HTTP/1.1 and clear-text HTTP/2, on connections that are handed to it. */
export function createAdminServer(options: AdminOptions): HttpServer {
  return serveApp((servers) => createAdminApp(options, servers));
}
