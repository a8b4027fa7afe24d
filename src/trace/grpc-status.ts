import { parseStatus, STATUS, statusName } from '../wire/grpc/status.ts';
import { decodeStatusMessage } from '../wire/grpc/status-message.ts';
import type { GrpcStatus, HeaderField } from './event.ts';
import { fieldValue } from './header-fields.ts';

/** What is kept of an open stream is bounded. The whole of it is in the header field. */
const MAX_MESSAGE_LENGTH = 8 * 1024;

/**
 * @param shown `sent` without secret values
 * @returns the status in a header list: trailers, or the one block of a trailers-only reply
 */
export function grpcStatusOf(sent: readonly HeaderField[], shown: readonly HeaderField[]): GrpcStatus | undefined {
  const text = fieldValue(sent, 'grpc-status');
  if (text === undefined) return undefined;
  // UNKNOWN is what clients make of a status that they cannot read.
  const code = parseStatus(text).code ?? STATUS.UNKNOWN;
  const message = fieldValue(shown, 'grpc-message');
  return { code, name: statusName(code), message: message === undefined ? '' : cut(decodeStatusMessage(message)) };
}

function cut(message: string): string {
  if (message.length <= MAX_MESSAGE_LENGTH) return message;
  const next = message.charCodeAt(MAX_MESSAGE_LENGTH);
  const partsCharacter = next >= 0xdc00 && next <= 0xdfff;
  return `${message.slice(0, partsCharacter ? MAX_MESSAGE_LENGTH - 1 : MAX_MESSAGE_LENGTH)}…`;
}
