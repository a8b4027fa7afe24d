import { parseContentType } from '../wire/grpc/content-type.ts';
import type { GrpcStatus, HeaderField } from './event.ts';
import { grpcStatusOf } from './grpc-status.ts';
import { fieldValue } from './header-fields.ts';
import { parseHttpStatus } from './http-status.ts';
import { type MessageFormat, messageFormat } from './message-format.ts';

/** Names of servers are a few words; what is kept of an open stream is bounded. */
const MAX_SERVER_LENGTH = 128;

/** What a response's header list says. */
export interface ResponseHead {
  readonly httpStatus: number | undefined;
  readonly grpcStatus: GrpcStatus | undefined;
  /** Its `server` field, unless it is too long to be one, or the answer was passed on: tells a proxy's own answer from an upstream's. */
  readonly server: string | undefined;
  readonly messages: MessageFormat | undefined;
  /** Its body has header fields where they cannot be found: the trailers of gRPC-Web's text form, which is base64. */
  readonly hidesTrailers: boolean;
}

/** @param shown `sent` without secret values */
export function responseHead(sent: readonly HeaderField[], shown: readonly HeaderField[]): ResponseHead {
  return {
    httpStatus: parseHttpStatus(fieldValue(sent, ':status') ?? ''),
    grpcStatus: grpcStatusOf(sent, shown),
    server: answeredBy(shown),
    messages: messageFormat(sent, shown),
    hidesTrailers: parseContentType(fieldValue(sent, 'content-type') ?? '')?.protocol === 'grpc-web-text',
  };
}

/** Envoy puts its own name on whatever it passes on, and beside it how long its upstream took. */
function answeredBy(shown: readonly HeaderField[]): string | undefined {
  const server = fieldValue(shown, 'server');
  if (server === undefined || server.length > MAX_SERVER_LENGTH) return undefined;
  return fieldValue(shown, 'x-envoy-upstream-service-time') === undefined ? server : undefined;
}
