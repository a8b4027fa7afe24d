/** How long one stream keeps the connection to itself, and which others wait for it in the midst of a message. */

import type { StreamSideFacts } from './stream.ts';

/** Senders that take turns send 16 KiB of a stream before the next has its turn; this is 16 of those. */
const LONG_RUN_BYTES = 256 * 1024;

/** What people notice. */
const LONG_WAIT_MICROSECONDS = 100_000;

export interface HeldUp {
  readonly streamId: number;
  /** Whose DATA filled the time. */
  readonly by: number;
  readonly bytes: number;
  readonly waitMs: number;
  readonly seq: number;
}

export class DataRuns {
  /** Streams that went on only behind a long run of another one. */
  count = 0;
  longest: HeldUp | undefined = undefined;
  /** Of the run that goes on: DATA frames of one stream without one of another in between. */
  private streamId = 0;
  private bytes = 0;
  private since = 0;

  /** A DATA frame, before the facts of its stream have taken it in. */
  data(streamId: number, sent: StreamSideFacts, length: number, time: number, seq: number): void {
    if (streamId === this.streamId) {
      this.bytes += length;
      return;
    }
    if (this.bytes >= LONG_RUN_BYTES) this.ranOut(streamId, sent, time, seq);
    this.streamId = streamId;
    this.bytes = length;
    this.since = time;
  }

  /** A DATA frame of a call that nobody asks about (plain-calls.ts). */
  passed(streamId: number, length: number, time: number): void {
    if (streamId === this.streamId) {
      this.bytes += length;
      return;
    }
    this.streamId = streamId;
    this.bytes = length;
    this.since = time;
  }

  /** What a stream that stood still by itself, or for want of a window, has waited for is another thing. */
  private ranOut(streamId: number, sent: StreamSideFacts, time: number, seq: number): void {
    const { lastAt, messages, window } = sent;
    if (lastAt === undefined || lastAt > this.since || messages.pendingBytes <= 0) return;
    if (time - lastAt < LONG_WAIT_MICROSECONDS) return;
    if (window.stallEndedAt !== undefined && window.stallEndedAt >= lastAt) return;
    this.count += 1;
    const waitMs = (time - lastAt) / 1000;
    if (this.longest !== undefined && waitMs <= this.longest.waitMs) return;
    this.longest = { streamId, by: this.streamId, bytes: this.bytes, waitMs, seq };
  }
}
