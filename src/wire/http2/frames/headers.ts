/** HEADERS, RFC 9113 §6.2. */

import { readUint8 } from '../big-endian.ts';
import { viewOf } from '../byte-slices.ts';
import type { FrameHeader, HeadersFrame, MalformedFrame } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FLAG, FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { illegalSize, paddingTooLong, streamIdMissing, withViolation } from '../violations.ts';
import { encodePadded, paddingFlag } from './padding.ts';
import { malformed } from './parser.ts';
import { encodePriorityFields, PRIORITY_FIELDS_LENGTH, readPriorityFields } from './priority.ts';

const SPEC = 'RFC 9113 §6.2';

export function parseHeaders(header: FrameHeader, bytes: Uint8Array, start: number): HeadersFrame | MalformedFrame {
  const { length, typeCode, flagBits, streamId } = header;
  const padLengthBytes = (flagBits & FLAG.PADDED) === 0 ? 0 : 1;
  const hasPriority = (flagBits & FLAG.PRIORITY) !== 0;
  const fixed = padLengthBytes + (hasPriority ? PRIORITY_FIELDS_LENGTH : 0);
  if (length < fixed) return malformed(header, bytes, start, illegalSize(header, `at least ${fixed} bytes`));
  const padding = padLengthBytes === 0 ? 0 : readUint8(bytes, start);
  if (padding > length - fixed) return malformed(header, bytes, start, paddingTooLong(header, padding, SPEC));

  const fragment = viewOf(bytes, start + fixed, length - fixed - padding);
  const base = { type: 'HEADERS', length, typeCode, flagBits, streamId, fragment, padding } as const;
  const frame = hasPriority ? { ...base, priority: readPriorityFields(bytes, start + padLengthBytes) } : base;
  return withViolation(frame, streamIdMissing(header, SPEC));
}

export function encodeHeaders(frame: Outgoing<HeadersFrame>): Uint8Array {
  const { priority, fragment } = frame;
  const content = priority === undefined ? [fragment] : [encodePriorityFields(priority), fragment];
  return encodeRawFrame({
    typeCode: FRAME_TYPE.HEADERS,
    flagBits: (frame.flagBits ?? 0) | paddingFlag(frame) | (priority === undefined ? 0 : FLAG.PRIORITY),
    streamId: frame.streamId,
    payload: encodePadded(frame, content),
  });
}
