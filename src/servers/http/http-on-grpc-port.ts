/** An HTTP/1.1 request on the gRPC port, which capture/ brings here since a gRPC server can only hang up on it. */

import { hostAndPort } from '../host-and-port.ts';
import { connectionOf } from './raw-request.ts';
import type { WrongPortAnswer } from './wrong-port.ts';

export const answerHttpOnGrpcPort: WrongPortAnswer = (request, reply, { httpAt }) => {
  const connection = connectionOf(request.raw);
  if (connection?.listener !== 'grpc') return false;
  reply
    .code(426)
    // RFC 9110 §15.5.22: 426 names the protocol; §7.8: Upgrade is always named in Connection too.
    .header('upgrade', 'h2c')
    .header('connection', 'upgrade, close')
    .type('text/plain; charset=utf-8')
    .send(
      `This port speaks gRPC over clear-text HTTP/2, and this is a request of HTTP/${request.raw.httpVersion}.\n` +
        `HTTP is served on ${httpAt}.\n` +
        `gRPC by hand: grpcurl -plaintext ${hostAndPort(connection.local)} list\n`,
    );
  return true;
};
