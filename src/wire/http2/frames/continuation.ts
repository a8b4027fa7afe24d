/** CONTINUATION, RFC 9113 §6.10. That it must follow its HEADERS is the matter of ../header-block.ts. */

import { viewOf } from '../byte-slices.ts';
import type { ContinuationFrame, FrameHeader } from '../frame.ts';
import { encodeRawFrame } from '../frame-header.ts';
import { FRAME_TYPE } from '../frame-type.ts';
import type { Outgoing } from '../outgoing-frame.ts';
import { streamIdMissing, withViolation } from '../violations.ts';

const SPEC = 'RFC 9113 §6.10';

export function parseContinuation(header: FrameHeader, bytes: Uint8Array, start: number): ContinuationFrame {
  const { length, typeCode, flagBits, streamId } = header;
  const fragment = viewOf(bytes, start, length);
  return withViolation(
    { type: 'CONTINUATION', length, typeCode, flagBits, streamId, fragment },
    streamIdMissing(header, SPEC),
  );
}

export function encodeContinuation(frame: Outgoing<ContinuationFrame>): Uint8Array {
  return encodeRawFrame({
    typeCode: FRAME_TYPE.CONTINUATION,
    flagBits: frame.flagBits ?? 0,
    streamId: frame.streamId,
    payload: frame.fragment,
  });
}
