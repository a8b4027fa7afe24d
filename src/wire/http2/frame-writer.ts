/** Frames to bytes: for faults, for probes, and for tests. What is broken on purpose is said with `encodeRawFrame`. */

import { viewOf } from './byte-slices.ts';
import { encodeRawFrame } from './frame-header.ts';
import { FLAG } from './frame-type.ts';
import { encodeAltsvc } from './frames/altsvc.ts';
import { encodeContinuation } from './frames/continuation.ts';
import { encodeData } from './frames/data.ts';
import { encodeGoaway } from './frames/goaway.ts';
import { encodeHeaders } from './frames/headers.ts';
import { encodeOrigin } from './frames/origin.ts';
import { encodePing } from './frames/ping.ts';
import { encodePriority } from './frames/priority.ts';
import { encodePriorityUpdate } from './frames/priority-update.ts';
import { encodePushPromise } from './frames/push-promise.ts';
import { encodeRstStream } from './frames/rst-stream.ts';
import { encodeSettings } from './frames/settings.ts';
import { encodeWindowUpdate } from './frames/window-update.ts';
import type { OutgoingBlockStart, OutgoingFrame } from './outgoing-frame.ts';

/** One frame, header and payload. Its fields are written as they are, in or out of their range. */
export function encodeFrame(frame: OutgoingFrame): Uint8Array {
  switch (frame.type) {
    case 'DATA':
      return encodeData(frame);
    case 'HEADERS':
      return encodeHeaders(frame);
    case 'PRIORITY':
      return encodePriority(frame);
    case 'RST_STREAM':
      return encodeRstStream(frame);
    case 'SETTINGS':
      return encodeSettings(frame);
    case 'PUSH_PROMISE':
      return encodePushPromise(frame);
    case 'PING':
      return encodePing(frame);
    case 'GOAWAY':
      return encodeGoaway(frame);
    case 'WINDOW_UPDATE':
      return encodeWindowUpdate(frame);
    case 'CONTINUATION':
      return encodeContinuation(frame);
    case 'ALTSVC':
      return encodeAltsvc(frame);
    case 'ORIGIN':
      return encodeOrigin(frame);
    case 'PRIORITY_UPDATE':
      return encodePriorityUpdate(frame);
    case 'UNKNOWN': {
      const { typeCode, flagBits = 0, streamId, payload } = frame;
      return encodeRawFrame({ typeCode, flagBits, streamId, payload });
    }
  }
}

/**
 * A header block in as many frames as it takes, RFC 9113 §4.3: the first one, which has the whole block as its fragment, and
 * CONTINUATIONs. END_HEADERS is set on the last one and on no other.
 * @param maxFragment bytes of the block that one frame carries, at least 1
 * @returns one array for each frame
 */
export function encodeHeaderBlock(first: OutgoingBlockStart, maxFragment: number): Uint8Array[] {
  const { streamId, fragment: block } = first;
  const flagBits = (first.flagBits ?? 0) & ~FLAG.END_HEADERS;
  const frames: Uint8Array[] = [];
  let at = 0;
  do {
    const fragment = viewOf(block, at, Math.min(maxFragment, block.length - at));
    const endHeaders = at + fragment.length === block.length ? FLAG.END_HEADERS : 0;
    frames.push(
      at === 0
        ? encodeFrame({ ...first, fragment, flagBits: flagBits | endHeaders })
        : encodeFrame({ type: 'CONTINUATION', streamId, fragment, flagBits: endHeaders }),
    );
    at += fragment.length;
  } while (at < block.length);
  return frames;
}
