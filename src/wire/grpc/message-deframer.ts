/**
 * Finds the length-prefixed messages in the DATA of one direction of one stream, whose boundaries have nothing to do with
 * those of the messages (gRPC PROTOCOL-HTTP2, Data Frames).
 *
 * Peers announce up to 4 GiB a message. Whatever they announce, this holds the 5 bytes of the prefix and the preview.
 */

import { type FramingViolation, type MessageFraming, PREFIX_BYTES, prefixViolation } from './message-prefix.ts';

export interface DeframedMessage {
  /** From 0. */
  readonly index: number;
  /** 0 or 1; in gRPC-Web also with the bit 0x80, which marks trailers. */
  readonly flag: number;
  readonly compressed: boolean;
  /** In bytes, without the prefix. */
  readonly length: number;
  /** The first bytes of the message as sent: an own copy. */
  readonly preview: Uint8Array;
  /** The preview is not the whole message. */
  readonly truncated: boolean;
  /** Its first byte came in an earlier push than its last. */
  readonly continued: boolean;
}

/** A message that has begun and is not complete. At the end of the stream: one that was cut off. */
export interface PendingMessage {
  readonly flag: number;
  /** Absent until the whole prefix came. */
  readonly length?: number;
  /** Bytes so far, those of the prefix included. */
  readonly received: number;
}

const NO_MESSAGES: readonly DeframedMessage[] = [];
const NO_BYTES = new Uint8Array(0);

/** Up to here a loop of ours is faster than `subarray` and `set` (measured: 40 against 80 ns for 20 bytes). */
const SMALL_COPY_BYTES = 32;

export class MessageDeframer {
  readonly #previewBytes: number;
  readonly #framing: MessageFraming;
  #index = 0;
  #prefixReceived = 0;
  #flag = 0;
  #length = 0;
  #bodyReceived = 0;
  #preview = NO_BYTES;
  #continued = false;
  #violation: FramingViolation | undefined = undefined;

  /** @param previewBytes how much of each message to keep, at most */
  constructor(previewBytes: number, framing: MessageFraming = 'grpc') {
    this.#previewBytes = previewBytes;
    this.#framing = framing;
  }

  /**
   * Known once a whole prefix came (until then `pending` shows its flag). From then on this direction of the stream cannot be
   * read any further: `push` returns nothing more.
   */
  get violation(): FramingViolation | undefined {
    return this.#violation;
  }

  /** True between the first byte of a message and its last. `pending` tells more, and costs an object. */
  get inMessage(): boolean {
    return this.#prefixReceived > 0 && this.#violation === undefined;
  }

  get pending(): PendingMessage | undefined {
    if (!this.inMessage) return undefined;
    const flag = this.#flag;
    const received = this.#prefixReceived + this.#bodyReceived;
    return this.#prefixReceived < PREFIX_BYTES ? { flag, received } : { flag, length: this.#length, received };
  }

  /**
   * @param bytes the next DATA content of this direction, cut anywhere; not kept
   * @returns the messages that these bytes complete
   */
  push(bytes: Uint8Array): readonly DeframedMessage[] {
    if (this.#violation !== undefined) return NO_MESSAGES;
    let messages: DeframedMessage[] | undefined;
    let at = 0;
    this.#continued = this.#prefixReceived > 0;
    while (at < bytes.length) {
      at = this.#readPrefix(bytes, at);
      if (this.#prefixReceived < PREFIX_BYTES || this.#violation !== undefined) break;
      at = this.#readBody(bytes, at);
      if (this.#bodyReceived < this.#length) break;
      const message = this.#takeMessage();
      if (messages === undefined) messages = [message];
      else messages.push(message);
    }
    return messages ?? NO_MESSAGES;
  }

  #readPrefix(bytes: Uint8Array, start: number): number {
    if (this.#prefixReceived === PREFIX_BYTES) return start;
    let at = start;
    if (this.#prefixReceived === 0) {
      this.#flag = bytes[at++] as number;
      this.#prefixReceived = 1;
    }
    const end = Math.min(bytes.length, at + PREFIX_BYTES - this.#prefixReceived);
    this.#prefixReceived += end - at;
    // Multiplied, not shifted: lengths use all 32 bits.
    while (at < end) this.#length = this.#length * 256 + (bytes[at++] as number);
    if (this.#prefixReceived === PREFIX_BYTES) this.#openMessage();
    return at;
  }

  #openMessage(): void {
    this.#violation = prefixViolation(this.#flag, this.#length, this.#framing);
    const kept = Math.min(this.#length, this.#previewBytes);
    if (kept > 0 && this.#violation === undefined) this.#preview = new Uint8Array(kept);
  }

  #readBody(bytes: Uint8Array, at: number): number {
    const size = Math.min(bytes.length - at, this.#length - this.#bodyReceived);
    const kept = Math.min(size, this.#preview.length - this.#bodyReceived);
    if (kept > 0) copy(bytes, at, kept, this.#preview, this.#bodyReceived);
    this.#bodyReceived += size;
    return at + size;
  }

  #takeMessage(): DeframedMessage {
    const message = {
      index: this.#index++,
      flag: this.#flag,
      compressed: (this.#flag & 1) === 1,
      length: this.#length,
      preview: this.#preview,
      truncated: this.#preview.length < this.#length,
      continued: this.#continued,
    };
    this.#prefixReceived = 0;
    this.#length = 0;
    this.#bodyReceived = 0;
    this.#preview = NO_BYTES;
    this.#continued = false;
    return message;
  }
}

function copy(from: Uint8Array, at: number, size: number, to: Uint8Array, offset: number): void {
  if (size > SMALL_COPY_BYTES) to.set(from.subarray(at, at + size), offset);
  else for (let i = 0; i < size; i++) to[offset + i] = from[at + i] as number;
}
