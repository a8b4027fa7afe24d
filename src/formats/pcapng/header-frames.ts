/** A header block among the frames that carried it: HEADERS or PUSH_PROMISE, and CONTINUATIONs, RFC 9113 §4.3. */

import type { Frame } from '../../trace/event.ts';
import { NO_BYTES, viewOf } from '../../wire/http2/byte-slices.ts';
import { FLAG, FRAME_TYPE } from '../../wire/http2/frame-type.ts';
import { encodeFrame } from '../../wire/http2/frame-writer.ts';
import { PRIORITY_FIELDS_LENGTH } from '../../wire/http2/frames/priority.ts';

/** Pad Length is a byte. */
const MAX_PADDING = 255;

const PROMISED_STREAM_BYTES = 4;

export function carriesFields({ typeCode }: Frame): boolean {
  return (
    typeCode === FRAME_TYPE.HEADERS || typeCode === FRAME_TYPE.PUSH_PROMISE || typeCode === FRAME_TYPE.CONTINUATION
  );
}

/**
 * The frames of a block, or those of them that are there, with as much of it in each as was sent in it. Where it is not as long as the
 * one that was sent, the last one has what is left.
 *
 * @param sentLength of the block; only all frames of a block together tell how much of the first one was padding
 * @returns one array for each frame
 */
export function headerFrames(frames: readonly Frame[], block: Uint8Array, sentLength: number): Uint8Array[] {
  const rest = frames.slice(1).reduce((sum, { length }) => sum + length, 0);
  let at = 0;
  return frames.map((frame, n) => {
    const isLast = n === frames.length - 1;
    const sent = n === 0 ? Math.max(0, sentLength - rest) : frame.length;
    const length = isLast ? block.length - at : Math.min(sent, block.length - at);
    const fragment = viewOf(block, at, length);
    at += length;
    return headerFrame(frame, fragment, paddingOf(frame, sent));
  });
}

/** The frame of a block whose end is not known: nothing of the block can be written. */
export function emptyHeaderFrame(frame: Frame): Uint8Array {
  return headerFrame(frame, NO_BYTES, 0);
}

function headerFrame(frame: Frame, fragment: Uint8Array, padding: number): Uint8Array {
  const { type, streamId, flagBits, priority, pushPromise } = frame;
  if (type === 'PUSH_PROMISE') {
    const promisedStreamId = pushPromise?.promisedStreamId ?? 0;
    return encodeFrame({ type, streamId, flagBits, promisedStreamId, fragment, padding });
  }
  if (type === 'CONTINUATION') return encodeFrame({ type, streamId, flagBits, fragment });
  // A frame that was too short for its priority fields: the flag would make readers look for them.
  const isCut = priority === undefined && (flagBits & FLAG.PRIORITY) !== 0;
  const flags = isCut ? flagBits & ~FLAG.PRIORITY : flagBits;
  const headers = { type: 'HEADERS', streamId, flagBits: flags, fragment, padding } as const;
  return encodeFrame(priority === undefined ? headers : { ...headers, priority });
}

/** What is left of the payload without its other parts. */
function paddingOf({ type, flagBits, length, priority }: Frame, fragmentLength: number): number {
  if ((flagBits & FLAG.PADDED) === 0 || type === 'CONTINUATION') return 0;
  const promised = type === 'PUSH_PROMISE' ? PROMISED_STREAM_BYTES : 0;
  const fixed = 1 + promised + (priority === undefined ? 0 : PRIORITY_FIELDS_LENGTH);
  return Math.min(MAX_PADDING, Math.max(0, length - fixed - fragmentLength));
}
