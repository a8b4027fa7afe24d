/** PRIORITY_UPDATE, RFC 9218 §7.1. */

import { readUint31, uint32Bytes } from '../big-endian.ts';
import { concatBytes, viewOf } from '../byte-slices.ts';
import { ERROR_CODE } from '../error-code.ts';
import type { FrameHeader, MalformedFrame, PriorityUpdateFrame } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { connectionError, illegalSize, streamIdPresent, withViolation } from '../violations.ts';
import { malformed } from './parser.ts';

const SPEC = 'RFC 9218 §7.1';
const STREAM_ID_LENGTH = 4;

export function parsePriorityUpdate(
  header: FrameHeader,
  bytes: Uint8Array,
  start: number,
): PriorityUpdateFrame | MalformedFrame {
  const { length, typeCode, flagBits, streamId } = header;
  if (length < STREAM_ID_LENGTH) {
    return malformed(header, bytes, start, illegalSize(header, `at least ${STREAM_ID_LENGTH} bytes`));
  }
  const prioritizedStreamId = readUint31(bytes, start);
  const fieldValue = viewOf(bytes, start + STREAM_ID_LENGTH, length - STREAM_ID_LENGTH);
  return withViolation(
    { type: 'PRIORITY_UPDATE', length, typeCode, flagBits, streamId, prioritizedStreamId, fieldValue },
    streamIdPresent(header, SPEC) ?? nothingPrioritized(prioritizedStreamId),
  );
}

function nothingPrioritized(prioritizedStreamId: number) {
  if (prioritizedStreamId !== 0) return undefined;
  const reason = 'PRIORITY_UPDATE is about stream 0, expected a stream';
  return connectionError(ERROR_CODE.PROTOCOL_ERROR, reason, SPEC);
}

export function encodePriorityUpdate(frame: Outgoing<PriorityUpdateFrame>): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.PRIORITY_UPDATE,
    flagBits: frame.flagBits ?? 0,
    streamId: frame.streamId,
    payload: concatBytes([uint32Bytes(frame.prioritizedStreamId), frame.fieldValue]),
  });
}
