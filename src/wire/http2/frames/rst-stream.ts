/** RST_STREAM, RFC 9113 §6.4. */

import { readUint32, uint32Bytes } from '../big-endian.ts';
import type { FrameHeader, MalformedFrame, RstStreamFrame } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { lengthDiffers, streamIdMissing, withViolation } from '../violations.ts';
import { malformed } from './parser.ts';

const SPEC = 'RFC 9113 §6.4';
const ERROR_CODE_LENGTH = 4;

export function parseRstStream(header: FrameHeader, bytes: Uint8Array, start: number): RstStreamFrame | MalformedFrame {
  const violation = streamIdMissing(header, SPEC) ?? lengthDiffers(header, ERROR_CODE_LENGTH, 'CONNECTION', SPEC);
  const { length, typeCode, flagBits, streamId } = header;
  if (violation !== undefined && length < ERROR_CODE_LENGTH) return malformed(header, bytes, start, violation);
  const errorCode = readUint32(bytes, start);
  return withViolation({ type: 'RST_STREAM', length, typeCode, flagBits, streamId, errorCode }, violation);
}

export function encodeRstStream(frame: Outgoing<RstStreamFrame>): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.RST_STREAM,
    flagBits: frame.flagBits ?? 0,
    streamId: frame.streamId,
    payload: uint32Bytes(frame.errorCode),
  });
}
