/** How violations are made; the files of frames/ need not know more of them. */

import type { Violation } from '../violation.ts';
import { ERROR_CODE } from './error-code.ts';
import type { FrameHeader } from './frame.ts';
import { FRAME_TYPE, frameTypeName } from './frame-type.ts';

type Scope = Violation['scope'];

/** RFC 9113 §4.2: frames that carry a field block, and SETTINGS. */
const CHANGES_CONNECTION: ReadonlySet<number> = new Set([
  FRAME_TYPE.HEADERS,
  FRAME_TYPE.PUSH_PROMISE,
  FRAME_TYPE.CONTINUATION,
  FRAME_TYPE.SETTINGS,
]);

/** RFC 9113 §5.4.1 */
export function connectionError(errorCode: number, reason: string, spec: string): Violation {
  return { errorCode, scope: 'CONNECTION', reason, spec };
}

/** RFC 9113 §5.4.2 */
export function streamError(errorCode: number, reason: string, spec: string): Violation {
  return { errorCode, scope: 'STREAM', reason, spec };
}

/** Where the frame belongs to a stream: the violation when it came on stream 0. */
export function streamIdMissing(header: FrameHeader, spec: string): Violation | undefined {
  if (header.streamId !== 0) return undefined;
  const reason = `${nameOf(header)} came on stream 0, but belongs to a stream`;
  return connectionError(ERROR_CODE.PROTOCOL_ERROR, reason, spec);
}

/** Where the frame belongs to the connection: the violation when it came on a stream. */
export function streamIdPresent(header: FrameHeader, spec: string): Violation | undefined {
  if (header.streamId === 0) return undefined;
  const reason = `${nameOf(header)} came on stream ${header.streamId}, but belongs to stream 0`;
  return connectionError(ERROR_CODE.PROTOCOL_ERROR, reason, spec);
}

/** Where a section of its own says what becomes of it. @param expected for example "8 bytes" */
export function frameSizeError(header: FrameHeader, expected: string, scope: Scope, spec: string): Violation {
  const reason = `${nameOf(header)} has a payload of ${header.length} bytes, expected ${expected}`;
  return { errorCode: ERROR_CODE.FRAME_SIZE_ERROR, scope, reason, spec };
}

/** Where the frame has one length only: the violation when it has another. */
export function lengthDiffers(header: FrameHeader, length: number, scope: Scope, spec: string): Violation | undefined {
  return header.length === length ? undefined : frameSizeError(header, `${length} bytes`, scope, spec);
}

/**
 * The frame is longer than it may be, or too short for its fields, RFC 9113 §4.2: an error of the connection where the frame could
 * change the state of all of it.
 */
export function illegalSize(header: FrameHeader, expected: string): Violation {
  const scope = header.streamId === 0 || CHANGES_CONNECTION.has(header.typeCode) ? 'CONNECTION' : 'STREAM';
  return frameSizeError(header, expected, scope, 'RFC 9113 §4.2');
}

/** Pad Length says more than there is, RFC 9113 §6.1, §6.2, §6.6. */
export function paddingTooLong(header: FrameHeader, padding: number, spec: string): Violation {
  const reason = `${nameOf(header)} has a payload of ${header.length} bytes, too short for its ${padding} bytes of padding`;
  return connectionError(ERROR_CODE.PROTOCOL_ERROR, reason, spec);
}

/** Frames in error are rare: they may have a shape of their own, and the others need no property for it. */
export function withViolation<F extends FrameHeader>(frame: F, violation: Violation | undefined): F {
  return violation === undefined ? frame : { ...frame, violation };
}

function nameOf(header: FrameHeader): string {
  const name = frameTypeName(header.typeCode);
  return name === 'UNKNOWN' ? `a frame of type 0x${header.typeCode.toString(16)}` : name;
}
