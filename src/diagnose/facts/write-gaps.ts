/**
 * Pauses of one side where it has none to make: between the head of a request and its body, inside of a message, in front of an END_STREAM
 * that comes alone. What a program writes in two parts comes 40 ms apart where Nagle's algorithm holds the second part back until the
 * receiver's delayed ACK of the first: RFC 1122 §4.2.3.2 and §4.2.3.4.
 */

import type { StreamSideFacts } from './stream.ts';

/** Linux delays an ACK by 40 ms; its timer and a network add some. */
const FROM = 38_000;
const TO = 47_000;

/** What is shorter is how long two writes take. */
const NO_PAUSE = 2_000;

/** `seq` of frames that came late. */
const EVIDENCE = 8;

export class WriteGaps {
  /** Parts that came about 40 ms behind the part before. */
  delayed = 0;
  delayedMs = 0;
  /** Parts that came after another pause. */
  others = 0;
  /** Parts that came at once. */
  prompt = 0;
  readonly evidence: number[] = [];

  /** A DATA frame, before the facts of its stream have taken it in. @param begunAt when its head came */
  data(sent: StreamSideFacts, begunAt: number, length: number, time: number, seq: number): void {
    // In front of a message of its own an application may take its time.
    if (sent.dataFrames > 0 && sent.messages.pendingBytes <= 0 && length > 0) return;
    const gap = time - (sent.lastAt ?? begunAt);
    if (gap < NO_PAUSE) this.prompt += 1;
    else if (gap < FROM || gap > TO) this.others += 1;
    else this.late(gap, seq);
  }

  private late(gap: number, seq: number): void {
    this.delayed += 1;
    this.delayedMs += gap / 1000;
    this.evidence.push(seq);
    if (this.evidence.length > EVIDENCE) this.evidence.shift();
  }
}
