/** Where one side of a stream stands in its gRPC messages, from the DATA frames and the messages that came of them. */

import type { Data, Side } from '../../trace/event.ts';
import type { StreamFacts } from './stream.ts';

/** The prefix of a message: its flag and its length (gRPC PROTOCOL-HTTP2, Length-Prefixed-Message). */
export interface MessageStart {
  readonly stream: StreamFacts;
  readonly from: Side;
  /** Of the DATA frame that it is in. */
  readonly seq: number;
  /** 0 or 1 where it is gRPC. */
  readonly flag: number;
  /** As announced, 0 to 2^32-1. */
  readonly length: number;
  /** The five bytes of the prefix and what of the next eight there is, a character each. */
  readonly head: string;
}

export type MessagePrefix = Pick<MessageStart, 'flag' | 'length' | 'head'>;

const PREFIX_BYTES = 5;
const HEAD_BYTES = 13;

/** What is worth a question: a message that is compressed, no message at all, or a long one. */
export const LONG_MESSAGE_BYTES = 1024 * 1024;

export class MessageProgress {
  /** Of DATA, without padding. */
  dataBytes = 0;
  /** Of messages that are complete, with their prefixes. */
  private messageBytes = 0;
  /** Of the message that is on its way; -1 where its prefix is not known. */
  private announcedLength = -1;
  /** What is no prefix came where one belongs, and was told of: nothing behind it can be read. */
  isLost = false;

  /** Bytes of a message that has begun and is not complete, its prefix included. 0: between two messages. */
  get pendingBytes(): number {
    return this.dataBytes - this.messageBytes;
  }

  /** What the message that is on its way announced; undefined where nobody knows, or none is. */
  get announced(): number | undefined {
    return this.announcedLength < 0 ? undefined : this.announcedLength;
  }

  /** @param content bytes of a DATA frame, without padding. @returns the first prefix in it that is worth a question */
  data(content: number, { preview }: Data): MessagePrefix | undefined {
    const pending = this.pendingBytes;
    let at = pending === 0 ? 0 : this.announcedLength < 0 ? content : this.announcedLength + PREFIX_BYTES - pending;
    this.dataBytes += content;
    let prefix: MessagePrefix | undefined;
    while (at + PREFIX_BYTES <= preview.length) {
      const flag = preview[at] as number;
      const length = lengthAt(preview, at + 1);
      this.announcedLength = length;
      const isWorthIt = flag !== 0 || length >= LONG_MESSAGE_BYTES;
      if (isWorthIt) prefix ??= { flag, length, head: headText(preview, at) };
      at += PREFIX_BYTES + length;
    }
    return prefix;
  }

  message(length: number): void {
    this.messageBytes += PREFIX_BYTES + length;
    if (this.messageBytes >= this.dataBytes) this.announcedLength = -1;
  }
}

/** The beginning of a message as text, one character a byte. */
function headText(preview: Uint8Array, at: number): string {
  return String.fromCharCode(...preview.subarray(at, at + HEAD_BYTES));
}

function lengthAt(bytes: Uint8Array, at: number): number {
  let length = 0;
  // Multiplied, not shifted: lengths use all 32 bits.
  for (let i = at; i < at + 4; i++) length = length * 256 + (bytes[i] as number);
  return length;
}
