/** DATA frames of a body that is longer than one of them. */

import { frames, join } from './frames.ts';
import { message } from './script.ts';

/** RFC 9113 §6.5.2: what MAX_FRAME_SIZE is where nobody says anything. */
const MAX_FRAME = 16_384;

/** Of the connection and of each stream, RFC 9113 §6.9.2. */
export const WINDOW = 65_535;

/** The bytes of `body` from `start` to `end`, in frames as long as they may be. */
export function dataFrames(streamId: number, body: Uint8Array, start = 0, end = body.length): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let at = start; at < end; at += MAX_FRAME) {
    parts.push(frames.data(streamId, body.subarray(at, Math.min(end, at + MAX_FRAME))));
  }
  return join(...parts);
}

/** A gRPC message, `length` bytes with its prefix. */
export function longMessage(length: number): Uint8Array {
  return message('x'.repeat(length - 5));
}

/** gRPC messages of `length` bytes each with their prefixes, `count` of them. */
export function messages(count: number, length: number): Uint8Array {
  return join(...Array.from({ length: count }, () => longMessage(length)));
}
