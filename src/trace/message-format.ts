import { parseContentType } from '../wire/grpc/content-type.ts';
import type { MessageFraming } from '../wire/grpc/message-prefix.ts';
import type { HeaderField } from './event.ts';
import { fieldValue } from './header-fields.ts';

/** Names of encodings are a few characters, and every message event repeats them: a long one would multiply what a peer sends. */
const MAX_ENCODING_LENGTH = 64;

/** How the gRPC messages are sent that a header list announces. */
export interface MessageFormat {
  readonly framing: MessageFraming;
  /** The `grpc-encoding`; undefined where none was sent. */
  readonly encoding: string | undefined;
}

/**
 * @param shown `sent` without secret values
 * @returns undefined where the list announces no gRPC messages that can be read as they stand
 */
export function messageFormat(sent: readonly HeaderField[], shown: readonly HeaderField[]): MessageFormat | undefined {
  const type = fieldValue(sent, 'content-type');
  const framing = type === undefined ? undefined : parseContentType(type)?.protocol;
  // In gRPC-Web's text form the frames are base64.
  if (framing === undefined || framing === 'grpc-web-text') return undefined;
  const encoding = fieldValue(shown, 'grpc-encoding');
  return { framing, encoding: encoding !== undefined && encoding.length <= MAX_ENCODING_LENGTH ? encoding : undefined };
}
