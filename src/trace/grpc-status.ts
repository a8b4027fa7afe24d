import { parseStatus, STATUS, statusName } from '../wire/grpc/status.ts';
import { decodeStatusMessage } from '../wire/grpc/status-message.ts';
import type { GrpcStatus } from './event.ts';
import { fieldValue, type HeaderList } from './header-list.ts';

/** @returns the status in a header list: trailers, or the one block of a trailers-only reply */
export function grpcStatusOf({ sent, shown }: HeaderList): GrpcStatus | undefined {
  const text = fieldValue(sent, 'grpc-status');
  if (text === undefined) return undefined;
  // UNKNOWN is what clients make of a status that they cannot read.
  const code = parseStatus(text).code ?? STATUS.UNKNOWN;
  const message = fieldValue(shown, 'grpc-message');
  return { code, name: statusName(code), message: message === undefined ? '' : decodeStatusMessage(message) };
}
