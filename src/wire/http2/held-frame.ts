/** Frames other than DATA are held until they are whole. Here is how much of them, and what becomes of longer ones. */

import { viewOf } from './byte-slices.ts';
import type { Frame, FrameHeader, MalformedFrame } from './frame.ts';
import { frameTypeName } from './frame-type.ts';
import { parseFrame } from './frames/registry.ts';
import { unknownFrame } from './frames/unknown.ts';
import { withViolation } from './violations.ts';

/**
 * The longest payload that is held, in bytes: a header block of 64 KiB (the usual limits of servers are 8 to 64 KiB) with
 * Pad Length, padding and priority around it. A receiver can allow frames of 16 MB; to hold those, each of a thousand
 * connections could be made to cost 16 MB here.
 */
export const MAX_BUFFERED_PAYLOAD = 64 * 1024 + 262;

/** Of a payload that is longer, so much is kept, to recognise it by. In bytes. */
export const OVERLONG_PREFIX = 1024;

/** How many bytes of the payload are needed for `readFrame`. */
export function heldLength(header: FrameHeader, maxBufferedPayload: number): number {
  return header.length <= maxBufferedPayload ? header.length : Math.min(OVERLONG_PREFIX, maxBufferedPayload);
}

/**
 * Reads a frame other than DATA: of its payload, `heldLength` bytes are there from `start`.
 * @param oversize the violation of RFC 9113 §4.2, where the frame is longer than its receiver allows
 */
export function readFrame(
  header: FrameHeader,
  bytes: Uint8Array,
  start: number,
  maxBufferedPayload: number,
  oversize: Frame['violation'],
): Frame {
  if (header.length > maxBufferedPayload) return overlongFrame(header, bytes, start, maxBufferedPayload, oversize);
  const frame = parseFrame(header, bytes, start);
  return oversize === undefined ? frame : withViolation(frame, oversize);
}

function overlongFrame(
  header: FrameHeader,
  bytes: Uint8Array,
  start: number,
  maxBufferedPayload: number,
  oversize: Frame['violation'],
): Frame {
  const payload = viewOf(bytes, start, heldLength(header, maxBufferedPayload));
  if (frameTypeName(header.typeCode) === 'UNKNOWN') return withViolation(unknownFrame(header, payload), oversize);
  const { length, typeCode, flagBits, streamId } = header;
  return withViolation<MalformedFrame>({ type: 'MALFORMED', length, typeCode, flagBits, streamId, payload }, oversize);
}
