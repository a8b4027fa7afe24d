/** ORIGIN, RFC 8336 §2. A receiver ignores one that comes on a stream: no violation. */

import { readUint16, uint16Bytes } from '../big-endian.ts';
import { concatBytes, viewOf } from '../byte-slices.ts';
import type { FrameHeader, MalformedFrame, OriginFrame } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { illegalSize } from '../violations.ts';
import { malformed } from './parser.ts';

const ORIGIN_LEN_LENGTH = 2;

export function parseOrigin(header: FrameHeader, bytes: Uint8Array, start: number): OriginFrame | MalformedFrame {
  const { length, typeCode, flagBits, streamId } = header;
  const origins = readEntries(bytes, start, start + length);
  if (origins === undefined) return malformed(header, bytes, start, illegalSize(header, 'whole Origin-Entries'));
  return { type: 'ORIGIN', length, typeCode, flagBits, streamId, origins };
}

/** Undefined where the last entry is cut. */
function readEntries(bytes: Uint8Array, start: number, end: number): Uint8Array[] | undefined {
  const origins: Uint8Array[] = [];
  let at = start;
  while (at < end) {
    if (at + ORIGIN_LEN_LENGTH > end) return undefined;
    const length = readUint16(bytes, at);
    at += ORIGIN_LEN_LENGTH;
    if (at + length > end) return undefined;
    origins.push(viewOf(bytes, at, length));
    at += length;
  }
  return origins;
}

export function encodeOrigin(frame: Outgoing<OriginFrame>): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.ORIGIN,
    flagBits: frame.flagBits ?? 0,
    streamId: frame.streamId,
    payload: concatBytes(frame.origins.flatMap((origin) => [uint16Bytes(origin.length), origin])),
  });
}
