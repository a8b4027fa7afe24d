import type { Http2Server, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

import type { Server } from '@grpc/grpc-js';

type StreamListener = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  flags: number,
  raw: readonly string[],
) => void;

/** @param raw name, value, name, value, … in wire order; @returns whether the stream is one for grpc-js */
export type Intercept = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, raw: readonly string[]) => boolean;

/**
 * Sees each stream before grpc-js does. To be called once, when the server has its connection injector and before it has
 * connections.
 *
 * grpc-js does not show the http2 servers that it has. Where an upgrade moves them nothing is intercepted, and
 * test/servers/grpc/intercept-streams.test.ts fails.
 */
export function interceptStreams(server: Server, intercept: Intercept): void {
  for (const http2Server of http2ServersOf(server)) {
    const [handle, ...others] = http2Server.listeners('stream');
    if (handle === undefined || others.length > 0) continue;
    http2Server.removeAllListeners('stream');
    const listener: StreamListener = (stream, headers, flags, raw) => {
      if (intercept(stream, headers, raw)) handle.call(http2Server, stream, headers, flags, raw);
    };
    http2Server.on('stream', listener);
  }
}

function http2ServersOf(server: Server): Http2Server[] {
  const servers: unknown = Reflect.get(server, 'http2Servers');
  return servers instanceof Map ? [...servers.keys()].filter(isHttp2Server) : [];
}

function isHttp2Server(value: unknown): value is Http2Server {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'removeAllListeners') === 'function';
}
