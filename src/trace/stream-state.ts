/** What a side may send in the state that the stream is in, RFC 9113 §5.1. Seen from the middle, so a frame in flight is no error. */

import { ERROR_CODE } from '../wire/http2/error-code.ts';
import type { FrameHeader } from '../wire/http2/frame.ts';
import { FRAME_TYPE, frameTypeName } from '../wire/http2/frame-type.ts';
import { connectionError, streamError } from '../wire/http2/violations.ts';
import type { Violation } from '../wire/violation.ts';
import type { Side } from './event.ts';
import type { StreamTable } from './stream-table.ts';

/** Frames that need a stream that has begun. HEADERS begins one, and PRIORITY may come before it. */
const NEEDS_STREAM: ReadonlySet<number> = new Set([FRAME_TYPE.DATA, FRAME_TYPE.RST_STREAM, FRAME_TYPE.WINDOW_UPDATE]);

/** Frames that END_STREAM is the end of. */
const ENDED_BY_END_STREAM: ReadonlySet<number> = new Set([FRAME_TYPE.DATA, FRAME_TYPE.HEADERS]);

/**
 * Nothing is said of streams that are closed and not followed any more: after a RST_STREAM of one side, frames of the other are
 * still on their way.
 */
export function illegalInState(
  { typeCode, streamId }: FrameHeader,
  from: Side,
  streams: StreamTable,
): Violation | undefined {
  if (streamId === 0) return undefined;
  if (typeCode === FRAME_TYPE.PUSH_PROMISE && from === 'CLIENT') {
    return connectionError(
      ERROR_CODE.PROTOCOL_ERROR,
      'a client promises a stream, which only servers may',
      'RFC 9113 §8.4',
    );
  }
  if (NEEDS_STREAM.has(typeCode) && streams.isNew(streamId)) {
    const reason = `${frameTypeName(typeCode)} on stream ${streamId}, which nobody has begun`;
    return connectionError(ERROR_CODE.PROTOCOL_ERROR, reason, 'RFC 9113 §5.1');
  }
  if (ENDED_BY_END_STREAM.has(typeCode) && streams.get(streamId)?.side(from).ended === true) {
    const reason = `${frameTypeName(typeCode)} on stream ${streamId} behind its END_STREAM`;
    return streamError(ERROR_CODE.STREAM_CLOSED, reason, 'RFC 9113 §5.1');
  }
  return undefined;
}
