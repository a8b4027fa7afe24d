/**
 * Credit that no window can take: an increment of 0, or more than 2^31-1 in all, RFC 9113 §6.9 to §6.9.2.
 *
 * Who asks: L9. What a GOAWAY is about (goaway-cause.ts) may be this, and then no other rule explains it.
 */

import type { FrameTypeName, Violation } from '../../../trace/event.ts';

const SPEC = 'RFC 9113 §6.9';

/** @param type of the frame. A frame of the wrong length, or on a stream that nobody began, is another mistake */
export function isCreditMistake(type: FrameTypeName, { spec, error }: Violation): boolean {
  if (type === 'SETTINGS') return spec === `${SPEC}.2`;
  return type === 'WINDOW_UPDATE' && spec.startsWith(SPEC) && error !== 'FRAME_SIZE_ERROR';
}
