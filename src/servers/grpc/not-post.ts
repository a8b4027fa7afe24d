/** A gRPC call by another method than POST, which grpc-js would serve. */

import type { ServerHttp2Stream } from 'node:http2';

const INTERNAL = 13;

/** As grpc-go answers it: for an HTTP client, and for a gRPC client, in one HEADERS frame (PROTOCOL-HTTP2, Trailers-Only). */
export function answerNotPost(stream: ServerHttp2Stream, method: string): void {
  // A client that does not wait for the answer is none of our errors.
  stream.on('error', () => {});
  stream.resume();
  if (stream.destroyed || stream.closed) return;
  stream.respond(
    {
      ':status': 405,
      // RFC 9110 §15.5.6: 405 comes with Allow.
      allow: 'POST',
      'content-type': 'application/grpc',
      'grpc-status': INTERNAL,
      'grpc-message': encodeURI(`a gRPC call by ${method} came: expected POST`),
    },
    { endStream: true },
  );
}
