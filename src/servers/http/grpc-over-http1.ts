/** A gRPC call over HTTP/1.1, where there are no frames for it. Over HTTP/2 it never comes here (grpc-streams.ts). */

import { isGrpc } from '../grpc/content-type.ts';
import { hostAndPort } from '../host-and-port.ts';
import { connectionOf } from './raw-request.ts';
import type { WrongPortAnswer } from './wrong-port.ts';

export const answerGrpcOverHttp1: WrongPortAnswer = (request, reply, { grpcAt }) => {
  if (request.raw.httpVersionMajor > 1 || !isGrpc(request.headers)) return false;
  const connection = connectionOf(request.raw);
  reply
    .code(415)
    .type('text/plain; charset=utf-8')
    .send(
      `This is gRPC over HTTP/${request.raw.httpVersion}: gRPC needs HTTP/2. It is served on ${grpcAt}, and here.\n` +
        'gRPC-Web is served here over HTTP/1.1 and HTTP/2.\n' +
        (connection === undefined ? '' : `gRPC by hand: grpcurl -plaintext ${hostAndPort(connection.local)} list\n`),
    );
  return true;
};
