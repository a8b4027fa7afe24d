/** The header blocks of one side that are longer than a frame or than servers take: also one that has not ended. */

import type { Headers } from '../../trace/event.ts';
import type { FrameEvent } from '../rule.ts';

/** nghttp2 takes no name and no value that is longer (`NGHTTP2_HD_MAX_NV`), and Node and Envoy no list that is much longer. */
export const LONG_LIST_BYTES = 64 * 1024;

/** RFC 9113 §6.2, §6.10. */
const END_HEADERS = 0x4;

export interface HeaderBlock {
  readonly streamId: number;
  /** Of its HEADERS or PUSH_PROMISE. */
  readonly firstSeq: number;
  /** Of its last frame that came. */
  seq: number;
  /** When that came: microseconds since the Unix epoch. */
  time: number;
  /** Of its frames, compressed, with their padding. */
  bytes: number;
  continuations: number;
  /** RFC 9113 §6.5.2; undefined where it has not ended, or could not be decoded. */
  listSize: number | undefined;
  /** The longest of its fields, and how long its value is; undefined as above, and where values are redacted. */
  longest: LongestField | undefined;
}

export interface LongestField {
  readonly name: string;
  readonly length: number;
}

export class HeaderBlocks {
  /** The last one that was longer than a frame or than LONG_LIST_BYTES. */
  long: HeaderBlock | undefined = undefined;
  private isOpen = false;

  /** HEADERS, PUSH_PROMISE and CONTINUATION, in their order. Nearly all blocks are one short frame. */
  frame({ seq, time, frame }: FrameEvent): void {
    const { type, flagBits, streamId, length, headers } = frame;
    const isEnd = (flagBits & END_HEADERS) !== 0;
    const isOne = type !== 'CONTINUATION' && isEnd;
    if (isOne && (headers === undefined || headers.listSize <= LONG_LIST_BYTES)) {
      this.isOpen = false;
      return;
    }
    const isMore = type === 'CONTINUATION' && this.isOpen;
    const block = isMore && this.long !== undefined ? this.long : this.begin(streamId, seq);
    block.seq = seq;
    block.time = time;
    block.bytes += length;
    if (type === 'CONTINUATION') block.continuations += 1;
    this.isOpen = !isEnd;
    if (headers !== undefined) end(block, headers);
  }

  private begin(streamId: number, seq: number): HeaderBlock {
    const block = {
      streamId,
      firstSeq: seq,
      seq,
      time: 0,
      bytes: 0,
      continuations: 0,
      listSize: undefined,
      longest: undefined,
    };
    this.long = block;
    return block;
  }
}

function end(block: HeaderBlock, headers: Headers): void {
  block.listSize = headers.listSize;
  block.longest = longestOf(headers);
}

/** RFC 9113 §6.5.2. */
const FIELD_OVERHEAD = 32;

/** Cookies and tokens are the usual suspects, and their values are redacted: what one alone is missing in the sum is its length. */
function longestOf({ fields, listSize, incomplete }: Headers): LongestField | undefined {
  const secret = fields.filter(({ redacted }) => redacted === true);
  const shown = fields.reduce((sum, { name, value }) => sum + name.length + value.length + FIELD_OVERHEAD, 0);
  let longest: LongestField | undefined;
  for (const field of fields) {
    const isOnlySecret = field.redacted === true && secret.length === 1 && incomplete === undefined;
    const length = isOnlySecret ? listSize - shown : field.value.length;
    if (length > (longest?.length ?? 0)) longest = { name: field.name, length };
  }
  return longest;
}
