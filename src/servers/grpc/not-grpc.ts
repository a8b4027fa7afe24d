/** HTTP/2 requests on the gRPC port that are no gRPC. grpc-js says 415 to them and nothing else, which helps nobody. */

import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';

import { factsOfStream } from '../connection-facts.ts';
import { hostAndPort } from '../host-and-port.ts';

/** @param httpAt where HTTP is served */
export function answerNotGrpc(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, httpAt: string): void {
  // A client that does not wait for the answer is none of our errors.
  stream.on('error', () => {});
  stream.resume();
  if (stream.destroyed || stream.closed) return;
  // RFC 9110 §15.5.16: Accept tells what would have been taken.
  stream.respond({ ':status': 415, 'content-type': 'text/plain; charset=utf-8', accept: 'application/grpc' });
  // RFC 9110 §9.3.2: the answer to HEAD has no content, and Node has ended it.
  if (stream.writableEnded) return;
  const type = headers['content-type'];
  const facts = factsOfStream(stream);
  stream.end(
    `This port speaks gRPC, and this is an HTTP/2 request ${type === undefined ? 'without content-type' : `of ${type}`}.\n` +
      `HTTP is served on ${httpAt}.\n` +
      (facts === undefined ? '' : `gRPC by hand: grpcurl -plaintext ${hostAndPort(facts.local)} list\n`),
  );
}
