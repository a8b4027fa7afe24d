/** What stands where the prefix of a message belongs, and can be none: gRPC PROTOCOL-HTTP2, Length-Prefixed-Message. */

import type { MessageStart } from '../../facts/message-progress.ts';
import type { StreamFacts } from '../../facts/stream.ts';
import { grpcFraming } from './grpc-framing.ts';

/** Four blanks, the least length that spells text: 538 MB. */
const LEAST_TEXT_LENGTH = 0x20202020;

/** In gRPC-Web the flag of trailers, with or without the bit of compression. */
const WEB_TRAILERS_BIT = 0x80;

/**
 * Whether the five bytes are no prefix of a message: the flag is another than 0 and 1, or the length spells text. False where the body
 * is none of gRPC's: a page of HTML with the content-type of one is no message that went wrong.
 */
export function isGarbagePrefix({ stream, from, flag, length, head }: MessageStart): boolean {
  if (flag <= 1 && length < LEAST_TEXT_LENGTH) return false;
  const framing = framingOf(stream, from);
  if (framing !== 'grpc' && framing !== 'grpc-web') return false;
  const known = framing === 'grpc-web' ? flag & ~WEB_TRAILERS_BIT : flag;
  return known > 1 || isText(head.slice(1, 5));
}

/** What the sender of these messages said that they are. */
export function framingOf(
  { request, response }: StreamFacts,
  from: 'CLIENT' | 'SERVER',
): ReturnType<typeof grpcFraming> {
  return grpcFraming(from === 'CLIENT' ? request.contentType : response?.contentType);
}

function isText(characters: string): boolean {
  return /^[\x20-\x7e\t\r\n]+$/.test(characters);
}
