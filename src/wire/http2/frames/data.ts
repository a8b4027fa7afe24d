/** DATA, RFC 9113 §6.1. Its content is streamed by the reader; here is what surrounds it. */

import type { DataFrame, DataPart, FrameHeader } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FLAG, FRAME_TYPE } from '../frame-type.ts';
import type { OutgoingData } from '../outgoing-frame.ts';
import { illegalSize, paddingTooLong, streamIdMissing, withViolation } from '../violations.ts';
import { encodePadded, paddingFlag } from './padding.ts';

const SPEC = 'RFC 9113 §6.1';

/** Bytes in front of the content: Pad Length, or nothing. A PADDED frame may lack even that byte. */
export function padLengthBytes(header: FrameHeader): number {
  return (header.flagBits & FLAG.PADDED) === 0 || header.length === 0 ? 0 : 1;
}

/** A part says what its frame says, so that nobody has to wait for the frame's end to know it. */
export function dataPart(frame: DataFrame, bytes: Uint8Array): DataPart {
  const { length, typeCode, flagBits, streamId, dataLength, padding, violation } = frame;
  const part: DataPart = { type: 'DATA_PART', length, typeCode, flagBits, streamId, dataLength, padding, bytes };
  return withViolation(part, violation);
}

/**
 * The frame that follows its parts. Where the padding is longer than the frame, there is no telling content from padding, and
 * all of it counts as padding.
 * @param padding the value of Pad Length; 0 where there is none
 * @param oversize the violation of RFC 9113 §4.2, where the frame is longer than its receiver allows
 */
export function dataFrame(header: FrameHeader, padding: number, oversize: DataFrame['violation']): DataFrame {
  const { length, typeCode, flagBits, streamId } = header;
  const room = length - padLengthBytes(header);
  const dataLength = padding > room ? 0 : room - padding;
  const frame: DataFrame = { type: 'DATA', length, typeCode, flagBits, streamId, dataLength, padding };
  return withViolation(frame, oversize ?? violationOf(header, padding));
}

function violationOf(header: FrameHeader, padding: number) {
  const missing = streamIdMissing(header, SPEC);
  if (missing !== undefined || (header.flagBits & FLAG.PADDED) === 0) return missing;
  if (header.length === 0) return illegalSize(header, 'a Pad Length');
  return padding >= header.length ? paddingTooLong(header, padding, SPEC) : undefined;
}

export function encodeData(frame: OutgoingData): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.DATA,
    flagBits: (frame.flagBits ?? 0) | paddingFlag(frame),
    streamId: frame.streamId,
    payload: encodePadded(frame, [frame.bytes]),
  });
}
