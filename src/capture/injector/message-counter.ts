import { readUint32 } from '../../wire/http2/big-endian.ts';

/** Flag and length, gRPC PROTOCOL-HTTP2, Length-Prefixed-Message. */
const PREFIX_BYTES = 5;

/** A stretch of DATA within one message. */
export interface MessagePart {
  /** From 1. */
  readonly message: number;
  /** Where it begins in the message, prefix included. */
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Of the message with its prefix; undefined until the prefix is whole. */
  readonly total: number | undefined;
  readonly isEnd: boolean;
}

/** Finds where messages begin and end in the DATA of a stream. */
export class MessageCounter {
  readonly #prefix = new Uint8Array(PREFIX_BYTES);
  #message = 1;
  #offset = 0;
  #total: number | undefined = undefined;

  /** @param bytes the next DATA, cut anywhere; the parts are views of it, in its order and without gaps */
  split(bytes: Uint8Array): MessagePart[] {
    const parts: MessagePart[] = [];
    let at = 0;
    while (at < bytes.length) {
      const part = this.#next(bytes, at);
      parts.push(part);
      at += part.bytes.length;
    }
    return parts;
  }

  /** A prefix is a part of its own, so that its reader can tell where the message ends before it handles more of it. */
  #next(bytes: Uint8Array, at: number): MessagePart {
    const offset = this.#offset;
    const room = (this.#total ?? PREFIX_BYTES) - offset;
    const part = bytes.subarray(at, at + room);
    for (let i = 0; i < part.length && offset + i < PREFIX_BYTES; i++) this.#prefix[offset + i] = part[i] as number;
    this.#offset += part.length;
    if (this.#offset === PREFIX_BYTES && this.#total === undefined) {
      this.#total = PREFIX_BYTES + readUint32(this.#prefix, 1);
    }
    const total = this.#total;
    const isEnd = this.#offset === total;
    const message = this.#message;
    if (isEnd) this.#begin();
    return { message, offset, bytes: part, total, isEnd };
  }

  #begin(): void {
    this.#message += 1;
    this.#offset = 0;
    this.#total = undefined;
  }
}
