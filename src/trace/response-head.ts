import type { GrpcStatus, HeaderField } from './event.ts';
import { grpcStatusOf } from './grpc-status.ts';
import { fieldValue } from './header-fields.ts';
import { parseHttpStatus } from './http-status.ts';
import { type MessageFormat, messageFormat } from './message-format.ts';

/** What a response's header list says. */
export interface ResponseHead {
  readonly httpStatus: number | undefined;
  readonly grpcStatus: GrpcStatus | undefined;
  /** Its `server` field: tells a proxy's own answer from an upstream's. */
  readonly server: string | undefined;
  readonly messages: MessageFormat | undefined;
}

/** @param shown `sent` without secret values */
export function responseHead(sent: readonly HeaderField[], shown: readonly HeaderField[]): ResponseHead {
  return {
    httpStatus: parseHttpStatus(fieldValue(sent, ':status') ?? ''),
    grpcStatus: grpcStatusOf(sent, shown),
    server: fieldValue(shown, 'server'),
    messages: messageFormat(sent, shown),
  };
}
