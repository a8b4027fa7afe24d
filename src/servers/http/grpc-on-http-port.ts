/** A gRPC call on the HTTP port. */

import type { ServerHttp2Stream } from 'node:http2';

import { http2StreamOf } from './raw-request.ts';
import type { WrongPortAnswer } from './wrong-port.ts';

/** With any suffix or parameter; "application/grpc-web" is another protocol, and goes the way of all HTTP. */
const GRPC_CONTENT_TYPE = /^application\/grpc(?:[+;]|$)/i;

const UNIMPLEMENTED = 12;

export const answerGrpcOnHttpPort: WrongPortAnswer = (request, reply, { grpcAt }) => {
  if (!GRPC_CONTENT_TYPE.test(request.headers['content-type'] ?? '')) return false;
  const stream = http2StreamOf(request.raw);
  if (stream === undefined) {
    reply
      .code(415)
      .type('text/plain; charset=utf-8')
      .send(`This is gRPC over HTTP/${request.raw.httpVersion}: gRPC needs HTTP/2, and is served on ${grpcAt}.\n`);
    return true;
  }
  reply.hijack();
  respondTrailersOnly(stream, `this port serves HTTP; gRPC is on ${grpcAt}`);
  return true;
};

/** gRPC PROTOCOL-HTTP2, Trailers-Only: one HEADERS frame with END_STREAM, which fastify and Node's http API cannot send. */
function respondTrailersOnly(stream: ServerHttp2Stream, message: string): void {
  if (stream.destroyed || stream.closed) return;
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': UNIMPLEMENTED,
      'grpc-message': encodeURI(message),
    },
    { endStream: true },
  );
}
