import type { ServerHttp2Stream } from 'node:http2';

/** gRPC PROTOCOL-HTTP2, Trailers-Only: one HEADERS frame with END_STREAM, for calls that grpc-js does not have. */
export function respondTrailersOnly(stream: ServerHttp2Stream, code: number, message: string): void {
  if (stream.destroyed || stream.closed) return;
  // What the client still sends is dropped, so that the stream ends.
  stream.resume();
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': code,
      'grpc-message': percentEncoded(message),
    },
    { endStream: true },
  );
}

/** PROTOCOL-HTTP2, Status-Message: what is not printable ASCII, and `%`, as bytes of UTF-8. */
function percentEncoded(message: string): string {
  return message.replace(/\p{Surrogate}/gu, '\ufffd').replace(/[^ -$&-~]+/g, encodeURIComponent);
}
