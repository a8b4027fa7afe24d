/** Bytes that arrive in pieces and are needed as one. */

import { NO_BYTES, viewOf } from './byte-slices.ts';

/** Small enough to waste nothing on a cut WINDOW_UPDATE, large enough for most header blocks. */
const FIRST_CAPACITY = 256;

/**
 * Takes memory for what has come, not for what a peer announced: 9 bytes can announce 16 MB. The capacity doubles, so that
 * bytes that come one at a time are not copied each time, up to the limit.
 */
export class ByteAccumulator {
  readonly #limit: number;
  #bytes = NO_BYTES;
  #length = 0;

  /** @param limit bytes that will never be passed; the caller sees to it */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  append(source: Uint8Array, start: number, length: number): void {
    if (length === 0) return;
    const needed = this.#length + length;
    if (needed > this.#bytes.length) this.#grow(needed);
    this.#bytes.set(viewOf(source, start, length), this.#length);
    this.#length = needed;
  }

  /** Everything appended so far, without a copy. */
  view(): Uint8Array {
    return viewOf(this.#bytes, 0, this.#length);
  }

  #grow(needed: number): void {
    const capacity = Math.max(needed, Math.min(this.#limit, Math.max(FIRST_CAPACITY, 2 * this.#bytes.length)));
    const grown = new Uint8Array(capacity);
    grown.set(this.view());
    this.#bytes = grown;
  }
}
