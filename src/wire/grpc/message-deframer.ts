/**
 * Finds the length-prefixed messages in the DATA of one direction of one stream, whose boundaries have nothing to do with
 * those of the messages (gRPC PROTOCOL-HTTP2, Data Frames).
 *
 * Peers announce up to 4 GiB a message. Whatever they announce, this holds the 5 bytes of the prefix and the preview.
 */

import type { Preview, PreviewArena } from '../preview.ts';
import {
  type FramingViolation,
  type MessageFraming,
  PREFIX_BYTES,
  prefixViolation,
  WEB_TRAILERS_BIT,
} from './message-prefix.ts';

export interface DeframedMessage {
  /** From 0. */
  readonly index: number;
  /** 0 or 1; in gRPC-Web also with the bit 0x80, which marks trailers. */
  readonly flag: number;
  readonly compressed: boolean;
  /** In bytes, without the prefix. */
  readonly length: number;
  /** The first bytes of the message as sent. */
  readonly preview: Preview;
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
export class MessageDeframer {
  readonly #previews: PreviewArena;
  readonly #framing: MessageFraming;
  #index = 0;
  /** Before the bytes that are read now. */
  #pushed = 0;
  #trailersAt: number | undefined = undefined;
  #prefixReceived = 0;
  #flag = 0;
  #length = 0;
  #bodyReceived = 0;
  #preview: Preview | undefined = undefined;
  #continued = false;
  #violation: FramingViolation | undefined = undefined;

  /** @param previews keep the beginning of each message */
  constructor(previews: PreviewArena, framing: MessageFraming = 'grpc') {
    this.#previews = previews;
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

  /** Where in all that was pushed the trailers of gRPC-Web begin, with their prefix; undefined until their first byte came. */
  get trailersAt(): number | undefined {
    return this.#trailersAt;
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
    this.#pushed += bytes.length;
    this.#preview?.detach();
    return messages ?? NO_MESSAGES;
  }

  #readPrefix(bytes: Uint8Array, start: number): number {
    if (this.#prefixReceived === PREFIX_BYTES) return start;
    let at = start;
    if (this.#prefixReceived === 0) {
      this.#flag = bytes[at] as number;
      if (this.#framing === 'grpc-web' && (this.#flag & WEB_TRAILERS_BIT) !== 0) this.#trailersAt ??= this.#pushed + at;
      at += 1;
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
    if (this.#violation === undefined) this.#preview = this.#previews.preview(this.#length);
  }

  #readBody(bytes: Uint8Array, at: number): number {
    const size = Math.min(bytes.length - at, this.#length - this.#bodyReceived);
    this.#preview?.append(bytes, at, at + size);
    this.#bodyReceived += size;
    return at + size;
  }

  #takeMessage(): DeframedMessage {
    const preview = this.#preview ?? this.#previews.preview(0);
    const message = {
      index: this.#index++,
      flag: this.#flag,
      compressed: (this.#flag & 1) === 1,
      length: this.#length,
      preview,
      truncated: preview.length < this.#length,
      continued: this.#continued,
    };
    this.#prefixReceived = 0;
    this.#length = 0;
    this.#bodyReceived = 0;
    this.#preview = undefined;
    this.#continued = false;
    return message;
  }
}
