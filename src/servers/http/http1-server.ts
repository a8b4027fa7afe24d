/** Node's HTTP/1.1 server for connections that are handed to it. */

import { createServer, type Server, type ServerOptions } from 'node:http';

/**
 * Longer than the idle timeout of the load balancers in front (60 s is usual): if we closed first, a request could meet our
 * FIN on its way, and the load balancer would answer 502 for us.
 */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;

/** @param options to add to ours; the other defaults are Node's, among them 60 s for the header fields of a request */
export function createHttp1Server(options: ServerOptions = {}): Server {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS, ...options });
  // It never listens, but only with this event Node begins to enforce headersTimeout and requestTimeout.
  server.emit('listening');
  return server;
}
