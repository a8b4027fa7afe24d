/** Streams that the client has reset before their response was complete, and what the server sent on them all the same. */

import type { ResponseHead } from './response-head.ts';
import type { StreamFacts } from './stream.ts';

/** Of a connection. What the server sends afterwards comes within a round trip, or from a server that does not listen. */
const MAX_ABANDONED = 64;

export class AbandonedStream {
  readonly stream: StreamFacts;
  /** Microseconds since the Unix epoch. */
  readonly resetAt: number;
  /** Of DATA that came afterwards. */
  lateBytes = 0;
  /** `seq` of the last frame that came afterwards. */
  lateSeq = 0;
  /** As it came, in a header list that came afterwards. */
  lateStatus: string | undefined = undefined;
  /** The server has come to its end. */
  ended = false;
  /** Rules have spoken of it. */
  isTold = false;

  constructor(stream: StreamFacts, resetAt: number) {
    this.stream = stream;
    this.resetAt = resetAt;
  }

  late(seq: number, dataBytes: number, head: ResponseHead | undefined, isLast: boolean): void {
    this.lateSeq = seq;
    this.lateBytes += dataBytes;
    this.lateStatus = head?.grpcStatus ?? this.lateStatus;
    this.ended ||= isLast;
  }
}

export class AbandonedStreams {
  /** By id, the oldest first. */
  private readonly known = new Map<number, AbandonedStream>();

  add(stream: StreamFacts, resetAt: number): void {
    const [oldest] = this.known.keys();
    if (this.known.size >= MAX_ABANDONED && oldest !== undefined) this.known.delete(oldest);
    this.known.set(stream.id, new AbandonedStream(stream, resetAt));
  }

  get(streamId: number): AbandonedStream | undefined {
    return this.known.size === 0 ? undefined : this.known.get(streamId);
  }
}
