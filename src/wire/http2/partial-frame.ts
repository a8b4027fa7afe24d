/** A frame of which the header is there and the payload not yet. */

import type { FrameHeader, FrameItem } from './frame.ts';

export interface PartialFrame {
  readonly header: FrameHeader;
  /** Bytes of the payload that came. The frame is complete when these are `header.length`, and then among the items. */
  readonly received: number;
  /**
   * Takes what of its payload is in `chunk` from `start`, and adds what that completes to `items`.
   * Returns the offset behind it.
   */
  take(chunk: Uint8Array, start: number, items: FrameItem[]): number;
}
