/** PING, RFC 9113 §6.7. */

import { viewOf } from '../byte-slices.ts';
import type { FrameHeader, MalformedFrame, PingFrame } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FLAG, FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { lengthDiffers, streamIdPresent, withViolation } from '../violations.ts';
import { malformed } from './parser.ts';

const SPEC = 'RFC 9113 §6.7';
const OPAQUE_LENGTH = 8;

export function parsePing(header: FrameHeader, bytes: Uint8Array, start: number): PingFrame | MalformedFrame {
  const violation = streamIdPresent(header, SPEC) ?? lengthDiffers(header, OPAQUE_LENGTH, 'CONNECTION', SPEC);
  const { length, typeCode, flagBits, streamId } = header;
  if (violation !== undefined && length < OPAQUE_LENGTH) return malformed(header, bytes, start, violation);
  const ack = (flagBits & FLAG.ACK) !== 0;
  const opaque = viewOf(bytes, start, OPAQUE_LENGTH);
  return withViolation({ type: 'PING', length, typeCode, flagBits, streamId, ack, opaque }, violation);
}

export function encodePing(frame: Outgoing<PingFrame>): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.PING,
    flagBits: (frame.flagBits ?? 0) | (frame.ack ? FLAG.ACK : 0),
    streamId: frame.streamId,
    payload: frame.opaque,
  });
}
