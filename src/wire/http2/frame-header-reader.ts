/** Bytes of one direction, in chunks cut anywhere, to the headers of its frames: for who looks at every frame and into none. */

import type { FrameHeader } from './frame.ts';
import { FRAME_HEADER_LENGTH, readFrameHeader } from './frame-header.ts';

export class FrameHeaderReader {
  readonly #cut = new Uint8Array(FRAME_HEADER_LENGTH);
  #cutLength = 0;
  /** Bytes that are no header: of a payload, or in front of the first frame. */
  #skip: number;

  /** @param skip bytes in front of the first frame: those of the client preface */
  constructor(skip = 0) {
    this.#skip = skip;
  }

  /** The headers that `chunk` completes, in order. Never throws, and keeps nothing of a payload. */
  push(chunk: Uint8Array): readonly FrameHeader[] {
    const headers: FrameHeader[] = [];
    let at = 0;
    while (at < chunk.length) {
      const skipped = Math.min(this.#skip, chunk.length - at);
      this.#skip -= skipped;
      at = this.#readHeader(chunk, at + skipped, headers);
    }
    return headers;
  }

  /** Returns the offset behind what there is of the header. */
  #readHeader(chunk: Uint8Array, start: number, headers: FrameHeader[]): number {
    const end = Math.min(chunk.length, start + FRAME_HEADER_LENGTH - this.#cutLength);
    this.#cut.set(chunk.subarray(start, end), this.#cutLength);
    this.#cutLength += end - start;
    if (this.#cutLength < FRAME_HEADER_LENGTH) return end;
    const header = readFrameHeader(this.#cut, 0);
    headers.push(header);
    this.#skip = header.length;
    this.#cutLength = 0;
    return end;
  }
}
