import type { Side } from '../../trace/event.ts';
import { concatBytes } from '../../wire/http2/byte-slices.ts';
import type { Wire } from '../byte-filter.ts';

/**
 * What one side is made to say, in order, in as few writes as chunks came. Frames of ours wait while a frame of that side is on its
 * way that has not come whole, and until it has said its first one (RFC 9113 §3.4).
 */
export class Outbox {
  readonly #wire: Wire;
  readonly #from: Side;
  readonly #mustWait: () => boolean;
  #batch: Uint8Array[] = [];
  #waiting: Uint8Array[] = [];
  #isBatching = false;
  #isClosed = false;

  constructor(wire: Wire, from: Side, mustWait: () => boolean) {
    this.#wire = wire;
    this.#from = from;
    this.#mustWait = mustWait;
  }

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** What is sent by `work` goes in one write. */
  batch(work: () => void): void {
    this.#isBatching = true;
    work();
    this.#isBatching = false;
    this.#flush();
  }

  /** Bytes of that side, as they came or in their place. */
  forward(bytes: Uint8Array): void {
    // Frames of ours that wait are behind what is on its way, which is their peer's first frame, or the rest of one.
    if (this.#isClosed && !this.hasWaiting) return;
    this.#batch.push(bytes);
    if (!this.#isBatching) this.#flush();
  }

  /** A whole frame of ours. */
  insert(frame: Uint8Array): void {
    if (this.#isClosed) return;
    // In their order: what waits is of the same streams.
    if (this.hasWaiting || this.#mustWait()) this.#waiting.push(frame);
    else this.forward(frame);
  }

  /** To be called between two frames of that side: what waits goes there, and no later, also where the next frame has come already. */
  release(): void {
    if (!this.hasWaiting || this.#mustWait()) return;
    this.#batch.push(...this.#waiting);
    this.#waiting = [];
  }

  /** Nothing more is said; what was goes out, behind the end of the frame that it waits for. */
  close(): void {
    this.#isClosed = true;
  }

  #flush(): void {
    this.release();
    if (this.#batch.length === 0) return;
    const bytes = this.#batch.length === 1 ? (this.#batch[0] as Uint8Array) : concatBytes(this.#batch);
    this.#batch = [];
    this.#wire.pass(this.#from, bytes);
  }
}
