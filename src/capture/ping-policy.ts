/**
 * Which clients send too many PINGs: the algorithm of gRFC A8, "Server Enforcement". Pure: frame headers and times in, a verdict out.
 * grpc-js has none, and Node answers every PING by itself.
 */

import type { Side } from '../trace/event.ts';
import type { FrameHeader } from '../wire/http2/frame.ts';
import { FLAG, FRAME_TYPE } from '../wire/http2/frame-type.ts';

export interface PingLimits {
  /** While there are open streams; A8's PERMIT_KEEPALIVE_TIME. */
  readonly minIntervalMs: number;
  /** A8's PERMIT_KEEPALIVE_WITHOUT_CALLS. Where it is false, WITHOUT_STREAM_MS holds while there are none. */
  readonly permitWithoutStream: boolean;
}

/** A8: as seldom as TCP keep-alive. */
export const WITHOUT_STREAM_MS = 2 * 60 * 60 * 1_000;

/** A8: this many are forgiven. */
export const MAX_PING_STRIKES = 2;

/**
 * Streams that are told apart; others than a client with that many open are few. Above it, those that are not counted are
 * taken for closed, and what is counted is enough to know that there are open ones.
 */
const MAX_FOLLOWED_STREAMS = 16_384;

export class PingPolicy {
  readonly #limits: PingLimits;
  readonly #open = new Set<number>();
  #strikes = 0;
  #lastValidMs = Number.NEGATIVE_INFINITY;
  #lastStreamId = 0;

  constructor(limits: PingLimits) {
    this.#limits = limits;
  }

  /**
   * @param timeMs of a clock that never goes backwards
   * @returns whether this frame is the PING that is one too many
   */
  frame(from: Side, header: FrameHeader, timeMs: number): boolean {
    if (from === 'SERVER') {
      this.#serverFrame(header);
      return false;
    }
    if (header.typeCode === FRAME_TYPE.PING) return (header.flagBits & FLAG.ACK) === 0 && this.#ping(timeMs);
    this.#clientFrame(header);
    return false;
  }

  #ping(timeMs: number): boolean {
    const { minIntervalMs, permitWithoutStream } = this.#limits;
    const interval = this.#open.size === 0 && !permitWithoutStream ? WITHOUT_STREAM_MS : minIntervalMs;
    if (this.#lastValidMs + interval <= timeMs) this.#lastValidMs = timeMs;
    else this.#strikes += 1;
    return this.#strikes > MAX_PING_STRIKES;
  }

  #clientFrame({ typeCode, streamId }: FrameHeader): void {
    if (typeCode === FRAME_TYPE.RST_STREAM) this.#open.delete(streamId);
    // Trailers come on a stream that is known already.
    if (typeCode !== FRAME_TYPE.HEADERS || streamId <= this.#lastStreamId) return;
    this.#lastStreamId = streamId;
    if (this.#open.size < MAX_FOLLOWED_STREAMS) this.#open.add(streamId);
  }

  /** A call is over when the server has said its last word, also where the client has not. */
  #serverFrame({ typeCode, flagBits, streamId }: FrameHeader): void {
    const isAnswer = typeCode === FRAME_TYPE.HEADERS || typeCode === FRAME_TYPE.DATA;
    if (isAnswer) {
      this.#strikes = 0;
      this.#lastValidMs = Number.NEGATIVE_INFINITY;
    }
    const isEnd = typeCode === FRAME_TYPE.RST_STREAM || (isAnswer && (flagBits & FLAG.END_STREAM) !== 0);
    if (isEnd) this.#open.delete(streamId);
  }
}
