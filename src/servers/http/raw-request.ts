/** What fastify does not tell of a request: it is made for one protocol at a time, and ours come over two. */

import type { IncomingMessage } from 'node:http';
import { Http2ServerRequest, type ServerHttp2Stream } from 'node:http2';

import type { ConnectionFacts } from '../../connection-facts.ts';
import { factsOf, factsOfStream } from '../connection-facts.ts';

/** @returns undefined where the request came over HTTP/1.1 */
export function http2StreamOf(raw: object): ServerHttp2Stream | undefined {
  return raw instanceof Http2ServerRequest ? raw.stream : undefined;
}

/** @returns undefined where the connection has closed meanwhile */
export function connectionOf(raw: IncomingMessage): ConnectionFacts | undefined {
  const stream = http2StreamOf(raw);
  return stream === undefined ? factsOf(raw.socket) : factsOfStream(stream);
}
