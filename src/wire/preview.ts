/**
 * The first bytes of DATA frames and messages, kept for whoever looks at an event later.
 *
 * Most are some dozen bytes, are made tens of thousands of times a second, and live as long as their events do. A typed array
 * for each would cost more than its bytes, so they share slabs, and become typed arrays when somebody reads them.
 */

/** Some hundred previews. It lives until the last of its events is gone; events go in the order in which they came. */
const SLAB_BYTES = 64 * 1024;

/** A longer preview gets memory of its own: it could leave most of a slab unused. */
const MAX_SHARED_BYTES = SLAB_BYTES / 8;

/** Up to here a loop of ours beats the call into `set` and the view that it needs. */
const SMALL_COPY_BYTES = 64;

const NO_BYTES = new Uint8Array(0);

/** Grows with the bytes that come: what a peer announces takes no memory. */
export class Preview {
  /** Bytes that are there. */
  length = 0;
  private readonly arena: PreviewArena;
  private maxLength: number;
  /** Its bytes are slab[start] and on; both change when it grows. */
  slab = NO_BYTES;
  start = 0;
  private capacity = 0;
  private ownsSlab = false;

  constructor(arena: PreviewArena, maxLength: number) {
    this.arena = arena;
    this.maxLength = maxLength;
  }

  get isFull(): boolean {
    return this.length === this.maxLength;
  }

  /** Takes of bytes[from] up to bytes[to], without it, what there is room for. */
  append(bytes: Uint8Array, from: number, to: number): void {
    const size = Math.min(to - from, this.maxLength - this.length);
    if (size === 0) return;
    if (this.length + size > this.capacity) this.grow(this.length + size);
    this.put(bytes, from, size);
  }

  /**
   * Gives it memory of its own: one that waits for more bytes would keep a slab whose other previews are long gone.
   */
  detach(): void {
    if (this.ownsSlab || this.length === 0) return;
    this.ownsSlab = true;
    this.grow(this.length + 1);
  }

  /** Leaves the first `length` bytes, and takes no more. */
  cut(length: number): void {
    this.length = Math.min(this.length, length);
    this.maxLength = this.length;
  }

  /** What is there, as a view of the slab. */
  bytes(): Uint8Array {
    return this.slab.subarray(this.start, this.start + this.length);
  }

  /** To what is needed now, which mostly is all that comes; to twice as much when it comes in pieces. */
  private grow(needed: number): void {
    const { slab, start, length } = this;
    this.capacity = Math.min(this.maxLength, Math.max(needed, 2 * this.capacity));
    this.ownsSlab ||= this.capacity > MAX_SHARED_BYTES;
    this.start = this.ownsSlab ? 0 : this.arena.take(this.capacity);
    this.slab = this.ownsSlab ? new Uint8Array(this.capacity) : this.arena.slab;
    this.length = 0;
    if (length > 0) this.put(slab, start, length);
  }

  private put(bytes: Uint8Array, from: number, size: number): void {
    const { slab } = this;
    const at = this.start + this.length;
    if (size > SMALL_COPY_BYTES) slab.set(bytes.subarray(from, from + size), at);
    else for (let i = 0; i < size; i++) slab[at + i] = bytes[from + i] as number;
    this.length += size;
  }
}

/** The memory of the previews of many connections. */
export class PreviewArena {
  /** Where the bytes that were taken last are. */
  slab = NO_BYTES;
  private readonly maxBytes: number;
  private used = 0;

  /** @param maxBytes of one preview */
  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** @param length of what is to be previewed */
  preview(length: number): Preview {
    return new Preview(this, Math.min(length, this.maxBytes));
  }

  /** @param size at most MAX_SHARED_BYTES; @returns where in `slab` that many bytes are free, and are taken now */
  take(size: number): number {
    if (size > this.slab.length - this.used) {
      this.slab = new Uint8Array(SLAB_BYTES);
      this.used = 0;
    }
    const start = this.used;
    this.used += size;
    return start;
  }
}
