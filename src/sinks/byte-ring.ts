/** Bytes of which the oldest go first, in one piece of memory that is taken at once and never grows. */
export class ByteRing {
  private readonly capacity: number;
  private readonly memory: Uint8Array;
  // Positions only grow; where one is in memory is its remainder.
  private head = 0;
  private tail = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    // Zeroed by the system when first touched: what is not used costs nothing.
    this.memory = new Uint8Array(capacity);
  }

  fits(length: number): boolean {
    return this.place(length) + length - this.tail <= this.capacity;
  }

  /** @returns the position to take the bytes from; they must fit */
  add(bytes: Uint8Array): number {
    const position = this.place(bytes.length);
    const at = position % this.capacity;
    if (bytes.length > SMALL_COPY_BYTES) this.memory.set(bytes, at);
    else for (let i = 0; i < bytes.length; i++) this.memory[at + i] = bytes[i] as number;
    this.head = position + bytes.length;
    return position;
  }

  /** A copy: the memory is used again. */
  copy(position: number, length: number): Uint8Array {
    const at = position % this.capacity;
    return this.memory.slice(at, at + length);
  }

  /** Lets go of the oldest bytes, which `add` put at `position`. */
  release(position: number, length: number): void {
    this.tail = position + length;
    // Then all of the memory is free for one piece.
    if (this.tail === this.head) this.head = this.tail = 0;
  }

  /** Behind the newest bytes, or at the start of the memory where what is left of it is too short. */
  private place(length: number): number {
    const toEnd = this.capacity - (this.head % this.capacity);
    return length <= toEnd ? this.head : this.head + toEnd;
  }
}

/** Up to here a loop of ours beats the call into `set`. */
const SMALL_COPY_BYTES = 64;
