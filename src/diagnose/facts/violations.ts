/** The rules of HTTP/2 that a side broke last: what a connection error of the other side may be about. */

import type { FrameTypeName, Violation } from '../../trace/event.ts';
import type { FrameEvent } from '../rule.ts';

/** The first is what went wrong, those behind it are often its consequences. */
const MAX_VIOLATIONS = 4;

export interface SeenViolation extends Violation {
  /** Of the frame. */
  readonly type: FrameTypeName;
  readonly seq: number;
  readonly time: number;
}

export class Violations {
  count = 0;
  /** The first ones, oldest first. */
  readonly first: SeenViolation[] = [];

  add({ seq, time, frame }: FrameEvent): void {
    const { violation } = frame;
    if (violation === undefined) return;
    this.count += 1;
    if (this.first.length < MAX_VIOLATIONS) this.first.push({ ...violation, type: frame.type, seq, time });
  }

  /** @returns the first with this error code */
  of(errorCode: number): SeenViolation | undefined {
    return this.first.find((each) => each.errorCode === errorCode);
  }
}
