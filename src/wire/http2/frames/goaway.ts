/** GOAWAY, RFC 9113 §6.8. */

import { readUint31, readUint32, uint32Bytes } from '../big-endian.ts';
import { concatBytes, viewOf } from '../byte-slices.ts';
import type { FrameHeader, GoawayFrame, MalformedFrame } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { illegalSize, streamIdPresent, withViolation } from '../violations.ts';
import { malformed } from './parser.ts';

const SPEC = 'RFC 9113 §6.8';

/** Last-Stream-ID and Error Code; the debug data follows. */
const FIXED_LENGTH = 8;

export function parseGoaway(header: FrameHeader, bytes: Uint8Array, start: number): GoawayFrame | MalformedFrame {
  const { length, typeCode, flagBits, streamId } = header;
  if (length < FIXED_LENGTH) {
    return malformed(header, bytes, start, illegalSize(header, `at least ${FIXED_LENGTH} bytes`));
  }
  const lastStreamId = readUint31(bytes, start);
  const errorCode = readUint32(bytes, start + 4);
  const debug = viewOf(bytes, start + FIXED_LENGTH, length - FIXED_LENGTH);
  return withViolation(
    { type: 'GOAWAY', length, typeCode, flagBits, streamId, lastStreamId, errorCode, debug },
    streamIdPresent(header, SPEC),
  );
}

export function encodeGoaway(frame: Outgoing<GoawayFrame>): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.GOAWAY,
    flagBits: frame.flagBits ?? 0,
    streamId: frame.streamId,
    payload: concatBytes([uint32Bytes(frame.lastStreamId), uint32Bytes(frame.errorCode), frame.debug]),
  });
}
