import type { Http2Server, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

import type { Server } from '@grpc/grpc-js';

import { type StreamListener, wrapStreamListener } from '../stream-listener.ts';

/**
 * @param raw name, value, name, value, … in wire order
 * @param handOn gives grpc-js a stream that was held first: at most once, while it is open
 * @returns whether the stream is one for grpc-js, now
 */
export type Intercept = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  raw: readonly string[],
  handOn: StreamListener,
) => boolean;

/**
 * Sees each stream before grpc-js does. To be called once, when the server has its connection injector and before it has
 * connections.
 *
 * @returns serves streams of other http2 servers as if they had come on one of grpc-js's own. It looks up nothing for their
 *   sessions, so keepalive, age and drain of those are the business of who has them.
 * @throws Error where an upgrade of grpc-js has moved the http2 servers that it does not show
 */
export function interceptStreams(server: Server, intercept: Intercept): StreamListener {
  const servers = http2ServersOf(server);
  const [http2Server] = servers;
  if (http2Server === undefined || servers.length > 1) {
    throw new Error(`${servers.length} http2 servers in grpc-js: expected 1`);
  }
  return wrapStreamListener(http2Server, (handle) => (stream, headers, flags, raw) => {
    if (intercept(stream, headers, raw, handle)) handle(stream, headers, flags, raw);
  });
}

/** @throws Error where grpc-js has changed, or the server has no connection injector yet */
export function http2ServerOf(server: Server): Http2Server {
  const [http2Server] = http2ServersOf(server);
  if (http2Server === undefined) throw new Error('grpc-js has no http2 server any more where it had one');
  return http2Server;
}

function http2ServersOf(server: Server): Http2Server[] {
  const servers: unknown = Reflect.get(server, 'http2Servers');
  return servers instanceof Map ? [...servers.keys()].filter(isHttp2Server) : [];
}

function isHttp2Server(value: unknown): value is Http2Server {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'removeAllListeners') === 'function';
}
