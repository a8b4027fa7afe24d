/** PUSH_PROMISE, RFC 9113 §6.6. */

import { readUint8, readUint31, uint32Bytes } from '../big-endian.ts';
import { viewOf } from '../byte-slices.ts';
import { ERROR_CODE } from '../error-code.ts';
import type { FrameHeader, MalformedFrame, PushPromiseFrame } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FLAG, FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { connectionError, illegalSize, paddingTooLong, streamIdMissing, withViolation } from '../violations.ts';
import { encodePadded, paddingFlag } from './padding.ts';
import { malformed } from './parser.ts';

const SPEC = 'RFC 9113 §6.6';
const PROMISED_STREAM_ID_LENGTH = 4;

export function parsePushPromise(
  header: FrameHeader,
  bytes: Uint8Array,
  start: number,
): PushPromiseFrame | MalformedFrame {
  const { length, typeCode, flagBits, streamId } = header;
  const padLengthBytes = (flagBits & FLAG.PADDED) === 0 ? 0 : 1;
  const fixed = padLengthBytes + PROMISED_STREAM_ID_LENGTH;
  if (length < fixed) return malformed(header, bytes, start, illegalSize(header, `at least ${fixed} bytes`));
  const padding = padLengthBytes === 0 ? 0 : readUint8(bytes, start);
  if (padding > length - fixed) return malformed(header, bytes, start, paddingTooLong(header, padding, SPEC));

  const promisedStreamId = readUint31(bytes, start + padLengthBytes);
  const fragment = viewOf(bytes, start + fixed, length - fixed - padding);
  const violation = streamIdMissing(header, SPEC) ?? illegalPromise(promisedStreamId);
  return withViolation(
    { type: 'PUSH_PROMISE', length, typeCode, flagBits, streamId, promisedStreamId, fragment, padding },
    violation,
  );
}

/** Only servers promise, and the streams that they begin have even numbers, RFC 9113 §5.1.1, §8.4. */
function illegalPromise(promisedStreamId: number) {
  if (promisedStreamId !== 0 && promisedStreamId % 2 === 0) return undefined;
  const reason = `PUSH_PROMISE promises stream ${promisedStreamId}, expected an even number above 0`;
  return connectionError(ERROR_CODE.PROTOCOL_ERROR, reason, SPEC);
}

export function encodePushPromise(frame: Outgoing<PushPromiseFrame>): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.PUSH_PROMISE,
    flagBits: (frame.flagBits ?? 0) | paddingFlag(frame),
    streamId: frame.streamId,
    payload: encodePadded(frame, [uint32Bytes(frame.promisedStreamId), frame.fragment]),
  });
}
