/** The frames that a side sent last, without what they carried: what a connection error of the other side may be about. */

import type { FrameTypeName } from '../../trace/event.ts';
import type { FrameEvent } from '../rule.ts';

const RECENT = 8;

export interface FrameNote {
  readonly seq: number;
  readonly time: number;
  readonly type: FrameTypeName;
  readonly streamId: number;
  readonly length: number;
}

/** Numbers in place, since this is written for each frame: an object for each would be garbage at once. */
export class RecentFrames {
  private readonly numbers = new Array<number>(RECENT * 4).fill(0);
  private readonly types = new Array<FrameTypeName>(RECENT).fill('UNKNOWN');
  private written = 0;

  add({ seq, time, frame }: FrameEvent): void {
    const place = this.written % RECENT;
    const at = place * 4;
    this.types[place] = frame.type;
    this.numbers[at] = seq;
    this.numbers[at + 1] = time;
    this.numbers[at + 2] = frame.streamId;
    this.numbers[at + 3] = frame.length;
    this.written += 1;
  }

  /** Oldest first. */
  list(): FrameNote[] {
    const notes: FrameNote[] = [];
    for (let n = Math.max(0, this.written - RECENT); n < this.written; n++) notes.push(this.note(n % RECENT));
    return notes;
  }

  private note(place: number): FrameNote {
    const [seq = 0, time = 0, streamId = 0, length = 0] = this.numbers.slice(place * 4, place * 4 + 4);
    return { seq, time, type: this.types[place] ?? 'UNKNOWN', streamId, length };
  }
}
