/** What a line of the access log says: the one table that its lines and docs/access-log.md come from. */

import type { ExchangeEnd } from '../exchanges/exchange.ts';
import { withoutQuery, withoutQueryOf, withoutUserinfo } from '../exchanges/without-query.ts';
import { hostPort } from '../formats/address.ts';
import { printableBytes } from '../formats/escape.ts';
import { rfc3339 } from '../formats/time.ts';
import type { EndedExchange } from './exchange-queue.ts';

type Value = string | number | { readonly [name: string]: string | number } | undefined;

export interface AccessLogField {
  readonly name: string;
  readonly meaning: string;
  /** @returns undefined where the line is without it */
  readonly of: (exchange: EndedExchange, end: ExchangeEnd) => Value;
}

/** In the order of the line. `level` comes before them. */
export const ACCESS_LOG_FIELDS: readonly AccessLogField[] = [
  { name: 'time', meaning: 'when it ended, RFC 3339 with microseconds', of: (_, { time }) => rfc3339(time) },
  { name: 'conn', meaning: 'the connection', of: ({ conn }) => conn },
  {
    name: 'stream',
    meaning: 'the stream; on HTTP/1.1 the number of the request, from 0',
    of: ({ streamId }) => streamId,
  },
  {
    name: 'trace',
    meaning: 'both, as `x-sre-trace` has them',
    of: ({ conn, streamId }) => `${conn}/${streamId}`,
  },
  {
    name: 'traceId',
    meaning: 'of `traceresponse` of the reply, else of `traceparent`',
    of: ({ own, parent }) => own?.traceId ?? parent?.traceId,
  },
  { name: 'spanId', meaning: 'of `traceresponse` of the reply', of: ({ own }) => own?.spanId },
  { name: 'parentSpanId', meaning: 'of `traceparent`', of: ({ parent }) => parent?.spanId },
  { name: 'listener', meaning: '`grpc`, `http`, `admin`, `proxy` or `probe`', of: ({ listener }) => listener },
  { name: 'protocol', meaning: '`h2`, `h2c` or `http/1.1`', of: ({ protocol }) => protocol },
  { name: 'peer', meaning: 'address and port of the client', of: ({ peer }) => hostPort(peer) },
  { name: 'method', meaning: 'of HTTP', of: ({ method }) => printableBytes(method) },
  {
    name: 'authority',
    meaning: '`:authority` or `host`, without a user and password',
    of: ({ authority }) => orAbsent(printableBytes(withoutUserinfo(authority))),
  },
  {
    name: 'path',
    meaning: 'without its query, which may hold secrets: the trace has it',
    of: ({ path }) => printableBytes(withoutQuery(path)),
  },
  { name: 'rpcService', meaning: 'of a gRPC call: with its package', of: ({ rpc }) => text(rpc?.service) },
  { name: 'rpcMethod', meaning: 'of a gRPC call', of: ({ rpc }) => text(rpc?.method) },
  {
    name: 'grpcStatus',
    meaning: '`code`, `name` and `message` of a gRPC call that got a status',
    of: (exchange, { grpcStatus: status }) =>
      status && { code: status.code, name: status.name, message: withoutQueryOf(exchange, status.message) },
  },
  { name: 'httpStatus', meaning: 'absent where no response began', of: (_, { httpStatus }) => httpStatus },
  {
    name: 'how',
    meaning: '`TRAILERS`, `TRAILERS_ONLY`, `END_STREAM_WITHOUT_TRAILERS`, `RST_STREAM` or `CONNECTION_CLOSED`',
    of: (_, { how }) => how,
  },
  { name: 'endedBy', meaning: '`CLIENT` or `SERVER`', of: (_, { endedBy }) => endedBy },
  { name: 'errorCode', meaning: 'of RST_STREAM, RFC 9113 §7', of: (_, { errorCode }) => errorCode },
  {
    name: 'origin',
    meaning: 'of the outcome: `APPLICATION`, `INFRASTRUCTURE` or `UNKNOWN`',
    of: (_, { origin }) => origin,
  },
  { name: 'originReason', meaning: 'why that is thought', of: (_, { originReason }) => originReason },
  {
    name: 'durationMs',
    meaning: 'from the last header field of the request on',
    of: (_, { durationMs }) => durationMs,
  },
  {
    name: 'firstByteMs',
    meaning: 'from there to the last header field of the response',
    of: (_, { firstByteMs }) => firstByteMs,
  },
  { name: 'requestBytes', meaning: 'of the body, without framing', of: (_, { request }) => request.bytes },
  { name: 'requestMessages', meaning: 'of gRPC', of: ({ rpc }, { request }) => rpc && request.messages },
  { name: 'responseBytes', meaning: 'of the body, without framing', of: (_, { response }) => response.bytes },
  { name: 'responseMessages', meaning: 'of gRPC', of: ({ rpc }, { response }) => rpc && response.messages },
  {
    name: 'userAgent',
    meaning: 'its first 256 characters; absent where `user-agent` is redacted',
    of: ({ userAgent }) => text(userAgent),
  },
  {
    name: 'attempt',
    meaning: 'from 1, where the client sent `grpc-previous-rpc-attempts`',
    of: ({ previousAttempts }) => (previousAttempts === undefined ? undefined : previousAttempts + 1),
  },
  { name: 'timeoutMs', meaning: 'of `grpc-timeout`', of: ({ timeoutMs }) => timeoutMs },
];

function text(value: string | undefined): string | undefined {
  return value === undefined ? undefined : printableBytes(value);
}

function orAbsent(value: string): string | undefined {
  return value === '' ? undefined : value;
}
