/** gRPC PROTOCOL-HTTP2, Content-Type. */

import type { IncomingHttpHeaders } from 'node:http2';

/**
 * With any message format or parameter. In lower case, since grpc-js turns others away without a word; and not
 * "application/grpc-web", which begins like it and is another protocol.
 */
const GRPC = /^application\/grpc(?:[+;]|$)/;

export function isGrpc({ 'content-type': type }: IncomingHttpHeaders): boolean {
  return type !== undefined && GRPC.test(type);
}
