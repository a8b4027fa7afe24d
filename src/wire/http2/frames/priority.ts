/** PRIORITY, RFC 9113 §6.3, and the same fields in HEADERS, §6.2. Deprecated (§5.3.2), and still sent. */

import { readUint8, readUint31, uint8Bytes, uint32Bytes } from '../big-endian.ts';
import { concatBytes } from '../byte-slices.ts';
import type { FrameHeader, MalformedFrame, PriorityFields, PriorityFrame } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { lengthDiffers, streamIdMissing, withViolation } from '../violations.ts';
import { malformed } from './parser.ts';

const SPEC = 'RFC 9113 §6.3';
const EXCLUSIVE = 0x80;

export const PRIORITY_FIELDS_LENGTH = 5;

/** The byte on the wire is the weight less one. */
export function readPriorityFields(bytes: Uint8Array, at: number): PriorityFields {
  return {
    streamDependency: readUint31(bytes, at),
    exclusive: (readUint8(bytes, at) & EXCLUSIVE) !== 0,
    weight: readUint8(bytes, at + 4) + 1,
  };
}

export function encodePriorityFields(priority: PriorityFields): Uint8Array {
  const exclusiveBit = priority.exclusive ? EXCLUSIVE << 24 : 0;
  return concatBytes([uint32Bytes(priority.streamDependency | exclusiveBit), uint8Bytes(priority.weight - 1)]);
}

/** A stream that depends on itself was an error in RFC 7540 §5.3.1, and is none in RFC 9113. */
export function parsePriority(header: FrameHeader, bytes: Uint8Array, start: number): PriorityFrame | MalformedFrame {
  const violation = streamIdMissing(header, SPEC) ?? lengthDiffers(header, PRIORITY_FIELDS_LENGTH, 'STREAM', SPEC);
  const { length, typeCode, flagBits, streamId } = header;
  if (violation !== undefined && length < PRIORITY_FIELDS_LENGTH) return malformed(header, bytes, start, violation);
  const priority = readPriorityFields(bytes, start);
  return withViolation({ type: 'PRIORITY', length, typeCode, flagBits, streamId, priority }, violation);
}

export function encodePriority(frame: Outgoing<PriorityFrame>): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.PRIORITY,
    flagBits: frame.flagBits ?? 0,
    streamId: frame.streamId,
    payload: encodePriorityFields(frame.priority),
  });
}
