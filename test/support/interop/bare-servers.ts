/** What our ports are compared with: Node's own servers, with nothing of ours. */

import { once } from 'node:events';
import { createServer as createHttp1Server, type Server } from 'node:http';
import { createServer as createHttp2Server, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';

/** As our servers have it (src/servers/limits.ts). */
const MAX_CONCURRENT_STREAMS = 1_000;

export interface BareServer {
  readonly port: number;
  close(): void;
}

/** HTTP/2 in clear text: 200 and some content for whatever is asked. */
export async function startBareHttp2(): Promise<BareServer> {
  const server = createHttp2Server({ settings: { maxConcurrentStreams: MAX_CONCURRENT_STREAMS } });
  server.on('stream', (stream) => {
    // Bytes that are no HTTP/2 are what they get.
    stream.on('error', () => {}).resume();
    stream.respond({ ':status': 200, 'content-type': 'text/plain' });
    stream.end('bare\n');
  });
  server.on('sessionError', () => {});
  return listening(server);
}

export async function startBareHttp1(): Promise<BareServer> {
  return listening(createHttp1Server((_request, response) => response.end('bare\n')));
}

async function listening(server: Server | Http2Server): Promise<BareServer> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, close: () => server.close() };
}
