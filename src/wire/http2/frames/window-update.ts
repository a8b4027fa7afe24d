/** WINDOW_UPDATE, RFC 9113 §6.9. */

import { readUint31, uint32Bytes } from '../big-endian.ts';
import { ERROR_CODE } from '../error-code.ts';
import type { FrameHeader, MalformedFrame, WindowUpdateFrame } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { connectionError, lengthDiffers, streamError, withViolation } from '../violations.ts';
import { malformed } from './parser.ts';

const SPEC = 'RFC 9113 §6.9';
const INCREMENT_LENGTH = 4;

export function parseWindowUpdate(
  header: FrameHeader,
  bytes: Uint8Array,
  start: number,
): WindowUpdateFrame | MalformedFrame {
  const wrongLength = lengthDiffers(header, INCREMENT_LENGTH, 'CONNECTION', SPEC);
  const { length, typeCode, flagBits, streamId } = header;
  if (wrongLength !== undefined && length < INCREMENT_LENGTH) return malformed(header, bytes, start, wrongLength);
  const increment = readUint31(bytes, start);
  return withViolation(
    { type: 'WINDOW_UPDATE', length, typeCode, flagBits, streamId, increment },
    wrongLength ?? zeroIncrement(streamId, increment),
  );
}

/** An error of the stream, or of the connection where it is the connection's window. */
function zeroIncrement(streamId: number, increment: number) {
  if (increment !== 0) return undefined;
  const error = streamId === 0 ? connectionError : streamError;
  return error(ERROR_CODE.PROTOCOL_ERROR, 'WINDOW_UPDATE has an increment of 0, expected 1 or more', SPEC);
}

export function encodeWindowUpdate(frame: Outgoing<WindowUpdateFrame>): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.WINDOW_UPDATE,
    flagBits: frame.flagBits ?? 0,
    streamId: frame.streamId,
    payload: uint32Bytes(frame.increment),
  });
}
