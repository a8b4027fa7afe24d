/** The 9 bytes in front of every frame, RFC 9113 §4.1. */

import { readUint24, readUint31, uint8Bytes, uint16Bytes, uint32Bytes } from './big-endian.ts';
import { concatBytes } from './byte-slices.ts';
import type { FrameHeader } from './frame.ts';

export const FRAME_HEADER_LENGTH = 9;

/** The caller has checked that FRAME_HEADER_LENGTH bytes are there. */
export function readFrameHeader(bytes: Uint8Array, at: number): FrameHeader {
  return {
    length: readUint24(bytes, at),
    typeCode: bytes[at + 3] as number,
    flagBits: bytes[at + 4] as number,
    streamId: readUint31(bytes, at + 5),
  };
}

/** A frame as nothing but a header and bytes: whatever a peer could send can be said. */
export interface RawFrame {
  readonly typeCode: number;
  /** Default 0. */
  readonly flagBits?: number;
  /** 32 bits: the reserved bit may be set. */
  readonly streamId: number;
  readonly payload: Uint8Array;
  /** What the header says, in bytes, where that is to differ from the length of `payload`. */
  readonly length?: number;
}

export function encodeRawFrame(frame: RawFrame): Uint8Array {
  const length = frame.length ?? frame.payload.length;
  return concatBytes([
    uint8Bytes(length >>> 16),
    uint16Bytes(length),
    uint8Bytes(frame.typeCode),
    uint8Bytes(frame.flagBits ?? 0),
    uint32Bytes(frame.streamId),
    frame.payload,
  ]);
}
