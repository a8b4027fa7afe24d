/**
 * ALTSVC, RFC 7838 §4. On stream 0 it must have an origin and on a stream it must have none, but a receiver ignores one that
 * does not: no violation.
 */

import { readUint16, uint16Bytes } from '../big-endian.ts';
import { concatBytes, viewOf } from '../byte-slices.ts';
import type { AltsvcFrame, FrameHeader, MalformedFrame } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { illegalSize } from '../violations.ts';
import { malformed } from './parser.ts';

const ORIGIN_LEN_LENGTH = 2;

export function parseAltsvc(header: FrameHeader, bytes: Uint8Array, start: number): AltsvcFrame | MalformedFrame {
  const { length, typeCode, flagBits, streamId } = header;
  const originLength = length < ORIGIN_LEN_LENGTH ? 0 : readUint16(bytes, start);
  const fixed = ORIGIN_LEN_LENGTH + originLength;
  if (length < fixed) return malformed(header, bytes, start, illegalSize(header, `at least ${fixed} bytes`));
  const origin = viewOf(bytes, start + ORIGIN_LEN_LENGTH, originLength);
  const fieldValue = viewOf(bytes, start + fixed, length - fixed);
  return { type: 'ALTSVC', length, typeCode, flagBits, streamId, origin, fieldValue };
}

export function encodeAltsvc(frame: Outgoing<AltsvcFrame>): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.ALTSVC,
    flagBits: frame.flagBits ?? 0,
    streamId: frame.streamId,
    payload: concatBytes([uint16Bytes(frame.origin.length), frame.origin, frame.fieldValue]),
  });
}
