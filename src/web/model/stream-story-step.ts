/** One step of a stream's story: what one side sent. Several events may be in it. */

import type { Severity, Side, Window } from '../../trace/event.ts';

export type StepKind =
  | 'headers'
  | 'message'
  | 'data'
  | 'trailers'
  | 'reset'
  | 'window update'
  | 'end'
  | 'lost'
  | 'folded'
  | 'other';

export type Tone = 'plain' | 'dim' | 'good' | 'warning' | 'error';

/** How a step reads. */
export interface StepText {
  readonly kind: StepKind;
  /** "HEADERS", "message #3": in bold. */
  readonly label: string;
  readonly detail: string;
  readonly tone: Tone;
}

export interface Step extends StepText {
  /** The event that a click selects. */
  readonly seq: number;
  /** All events that are in it, this one too. */
  readonly seqs: readonly number[];
  /** Absent where no side sent it. */
  readonly from: Side | undefined;
  /** Since the first event. */
  readonly atMs: number;
  /** Since the step before. */
  readonly gapMs: number;
  readonly length: number | undefined;
  /** How many frames are in it. */
  readonly frames: number;
  /** What the sender of DATA may still send after it. */
  readonly window: Window | undefined;
  /** The sender has said all, RFC 9113 §8.1. */
  readonly isLast: boolean;
  /** The worst of the findings that name it as evidence. */
  readonly severity: Severity | undefined;
}
