/** A DATA frame of which only a part is in the chunk. */

import { viewOf } from './byte-slices.ts';
import type { DataFrame, FrameHeader, FrameItem } from './frame.ts';
import { dataFrame, dataPart, padLengthBytes } from './frames/data.ts';
import type { PartialFrame } from './partial-frame.ts';

/** Passes the content on as it comes, and holds none of it: DATA frames may be 16 MB long. */
export class PartialData implements PartialFrame {
  readonly header: FrameHeader;
  received = 0;
  readonly #oversize: DataFrame['violation'];
  /** Known once Pad Length is there. */
  #frame: DataFrame | undefined;

  constructor(header: FrameHeader, oversize: DataFrame['violation']) {
    this.header = header;
    this.#oversize = oversize;
    this.#frame = padLengthBytes(header) === 0 ? dataFrame(header, 0, oversize) : undefined;
  }

  take(chunk: Uint8Array, start: number, items: FrameItem[]): number {
    const length = Math.min(chunk.length - start, this.header.length - this.received);
    if (length === 0) return start;
    this.#frame ??= dataFrame(this.header, chunk[start] as number, this.#oversize);
    this.#takeContent(this.#frame, chunk, start, length, items);
    this.received += length;
    if (this.received === this.header.length) items.push(this.#frame);
    return start + length;
  }

  /** The payload is Pad Length, content, padding: takes what of the content is among the next `length` bytes of the payload. */
  #takeContent(frame: DataFrame, chunk: Uint8Array, start: number, length: number, items: FrameItem[]): void {
    const contentStart = padLengthBytes(this.header);
    const from = Math.max(this.received, contentStart);
    const to = Math.min(this.received + length, contentStart + frame.dataLength);
    if (from >= to) return;
    items.push(dataPart(frame, viewOf(chunk, start + from - this.received, to - from)));
  }
}
