/** Frames of types that we have no name for: receivers ignore and discard them, RFC 9113 §5.5. We keep their bytes. */

import { viewOf } from '../byte-slices.ts';
import type { FrameHeader, UnknownFrame } from '../frame.ts';

export function parseUnknown(header: FrameHeader, bytes: Uint8Array, start: number): UnknownFrame {
  return unknownFrame(header, viewOf(bytes, start, header.length));
}

/** @param payload all of it, or the beginning of one that is too long to hold */
export function unknownFrame(header: FrameHeader, payload: Uint8Array): UnknownFrame {
  const { length, typeCode, flagBits, streamId } = header;
  return { type: 'UNKNOWN', length, typeCode, flagBits, streamId, payload };
}
