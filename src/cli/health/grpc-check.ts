/**
 * grpc.health.v1.Health/Check over Node's HTTP/2.
 *
 * Not over grpc-js: loading it for one call takes nearly three times the processor time of this one, and of a connection that
 * fails it does not tell how far it came.
 */

import { type ClientHttp2Session, type ClientHttp2Stream, connect as connectHttp2, constants } from 'node:http2';
import type { Socket } from 'node:net';
import { hostPort } from '../../formats/address.ts';
import { formatTimeout } from '../../wire/grpc/timeout.ts';
import type { Attempt } from './attempt.ts';
import { encodeCheckRequest } from './check-messages.ts';
import { type GrpcAnswer, grpcVerdict, MAX_BODY_BYTES } from './grpc-verdict.ts';
import type { GrpcTarget } from './target.ts';
import type { Verdict } from './verdict.ts';

const PATH = '/grpc.health.v1.Health/Check';

/** @param remainingMs until nobody waits any more; the server is told */
export async function grpcCheck(
  target: GrpcTarget,
  socket: Socket,
  attempt: Attempt,
  { remainingMs, userAgent }: { readonly remainingMs: number; readonly userAgent: string },
): Promise<Verdict> {
  attempt.stage = 'SETTINGS';
  const scheme = target.isTls ? 'https' : 'http';
  const authority = hostPort({ address: target.host, port: target.port });
  const session = connectHttp2(`${scheme}://${authority}`, { createConnection: () => socket });
  // Says GOAWAY and closes; nothing is left to wait for.
  attempt.leave = () => session.destroy();
  session.once('remoteSettings', () => {
    attempt.stage = 'ANSWER';
  });
  const stream = session.request({
    ':method': 'POST',
    ':path': PATH,
    te: 'trailers',
    'content-type': 'application/grpc',
    'grpc-timeout': formatTimeout(Math.max(1, Math.floor(remainingMs))),
    'user-agent': userAgent,
  });
  const answer = answerOf(session, stream, socket);
  stream.end(encodeCheckRequest(target.service));
  return grpcVerdict(await answer, target, attempt.stage);
}

/** When the stream is over, however it ended. Rejects with the error of the connection where it has one. */
function answerOf(session: ClientHttp2Session, stream: ClientHttp2Stream, socket: Socket): Promise<GrpcAnswer> {
  const answer: { -readonly [Key in keyof GrpcAnswer]: GrpcAnswer[Key] } = { fields: {}, body: Buffer.alloc(0) };
  session.once('goaway', (code) => {
    answer.goaway = code;
  });
  socket.once('close', () => {
    answer.hasClosed = true;
  });
  stream.once('response', (fields) => {
    answer.fields = fields;
  });
  stream.once('trailers', (trailers) => {
    answer.trailers = trailers;
  });
  stream.on('data', (chunk: Buffer) => {
    answer.body = Buffer.concat([answer.body, chunk]);
    if (answer.body.length > MAX_BODY_BYTES) stream.close(constants.NGHTTP2_CANCEL);
  });
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => {
      if (isOfConnection(error) && answer.goaway === undefined) reject(error);
    };
    session.on('error', failed);
    stream.on('error', (error) => failed(error.cause instanceof Error ? error.cause : error));
    stream.once('close', () => {
      answer.resetCode = stream.rstCode ?? constants.NGHTTP2_NO_ERROR;
      resolve(answer);
    });
  });
}

/** What only tells that the stream ended so, its reset tells as well. */
function isOfConnection(error: Error): boolean {
  const code: unknown = Reflect.get(error, 'code');
  return code !== 'ERR_HTTP2_STREAM_ERROR' && code !== 'ERR_HTTP2_STREAM_CANCEL';
}
