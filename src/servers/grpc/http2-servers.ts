import type { Http2Server } from 'node:http2';

import type { Server } from '@grpc/grpc-js';

/**
 * The http2 servers of grpc-js, which it does not show: for what it cannot be asked to do with a stream. To be called when the
 * server has its connection injector and before it has connections.
 *
 * @returns none where an upgrade of grpc-js has moved them; then test/servers/grpc/call-facts.test.ts fails
 */
export function http2ServersOf(server: Server): Http2Server[] {
  const servers: unknown = Reflect.get(server, 'http2Servers');
  return servers instanceof Map ? [...servers.keys()].filter(isHttp2Server) : [];
}

function isHttp2Server(value: unknown): value is Http2Server {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'prependListener') === 'function';
}
