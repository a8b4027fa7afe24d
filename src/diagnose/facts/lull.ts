import type { Side } from '../../trace/event.ts';
import type { FrameEvent } from '../rule.ts';

/** Shorter than any timer of a load balancer or NAT that forgets idle connections. */
export const MIN_LULL_MS = 30_000;

/** The last time that a connection said nothing for long, and who spoke first again. */
export interface Lull {
  readonly ms: number;
  readonly from: Side;
  /** When it was over: microseconds since the Unix epoch. */
  readonly endedAt: number;
  /** `seq` of the frame that ended it. */
  readonly endedSeq: number;
}

export function lullBefore({ time, seq, frame }: FrameEvent, ms: number): Lull {
  return { ms, from: frame.from, endedAt: time, endedSeq: seq };
}
