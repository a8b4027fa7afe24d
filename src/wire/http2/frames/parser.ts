/** What the files of this folder have in common: how a payload is read. */

import { viewOf } from '../byte-slices.ts';
import type { Frame, FrameHeader, MalformedFrame } from '../frame.ts';

/**
 * Reads the payload: `header.length` bytes from `start`, all there. Byte arrays in the frame are views of `bytes`.
 * Where a rule is broken but the fields can be read, the frame has them and the violation.
 */
export type FrameParser = (header: FrameHeader, bytes: Uint8Array, start: number) => Frame;

export function malformed(
  header: FrameHeader,
  bytes: Uint8Array,
  start: number,
  violation: NonNullable<MalformedFrame['violation']>,
): MalformedFrame {
  const { length, typeCode, flagBits, streamId } = header;
  return { type: 'MALFORMED', length, typeCode, flagBits, streamId, payload: viewOf(bytes, start, length), violation };
}
