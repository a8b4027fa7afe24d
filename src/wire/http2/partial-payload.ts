/** A frame other than DATA of which only a part is in the chunk. */

import { ByteAccumulator } from './byte-accumulator.ts';
import type { Frame, FrameHeader, FrameItem } from './frame.ts';
import { heldLength, readFrame } from './held-frame.ts';
import type { PartialFrame } from './partial-frame.ts';

/** Copies the payload as it comes, up to what is held of it; what is behind is counted and dropped. */
export class PartialPayload implements PartialFrame {
  readonly header: FrameHeader;
  received = 0;
  readonly #maxBufferedPayload: number;
  readonly #oversize: Frame['violation'];
  readonly #held: ByteAccumulator;
  readonly #heldLength: number;

  constructor(header: FrameHeader, maxBufferedPayload: number, oversize: Frame['violation']) {
    this.header = header;
    this.#maxBufferedPayload = maxBufferedPayload;
    this.#oversize = oversize;
    this.#heldLength = heldLength(header, maxBufferedPayload);
    this.#held = new ByteAccumulator(this.#heldLength);
  }

  take(chunk: Uint8Array, start: number, items: FrameItem[]): number {
    const length = Math.min(chunk.length - start, this.header.length - this.received);
    this.#held.append(chunk, start, Math.min(length, this.#heldLength - this.#held.length));
    this.received += length;
    if (this.received === this.header.length) {
      items.push(readFrame(this.header, this.#held.view(), 0, this.#maxBufferedPayload, this.#oversize));
    }
    return start + length;
  }
}
