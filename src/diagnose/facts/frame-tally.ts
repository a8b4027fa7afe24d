/** How many frames of each type a side has sent: what a server that asks for calm has counted. */

import type { Frame, FrameTypeName } from '../../trace/event.ts';

/** By their codes, RFC 9113 §6; all others are together at the end. */
const NAMES: readonly FrameTypeName[] = [
  'DATA',
  'HEADERS',
  'PRIORITY',
  'RST_STREAM',
  'SETTINGS',
  'PUSH_PROMISE',
  'PING',
  'GOAWAY',
  'WINDOW_UPDATE',
  'CONTINUATION',
  'UNKNOWN',
];
const OTHER = NAMES.length - 1;
const DATA = 0;
const HEADERS = 1;

export interface TypeCount {
  readonly type: FrameTypeName;
  readonly count: number;
}

/** Written for each frame: a number in place. */
export class FrameTally {
  private readonly counts = new Array<number>(NAMES.length).fill(0);
  /** DATA without a byte of content and without END_STREAM: work without progress. */
  emptyData = 0;

  add({ typeCode, length, flagBits }: Frame): void {
    const place = typeCode < OTHER ? typeCode : OTHER;
    this.counts[place] = (this.counts[place] ?? 0) + 1;
    if (length === 0 && place === 0 && flagBits === 0) this.emptyData += 1;
  }

  /** DATA with content or END_STREAM. */
  addPlain(headers: number, data: number): void {
    this.counts[DATA] = (this.counts[DATA] ?? 0) + data;
    this.counts[HEADERS] = (this.counts[HEADERS] ?? 0) + headers;
  }

  /** Those that came, the most frequent first. */
  list(): TypeCount[] {
    return NAMES.map((type, n) => ({ type, count: this.counts[n] ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count);
  }
}
