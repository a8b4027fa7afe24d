/**
 * Events by number: those that came last, and those that were looked at. The rest is with the server, which is asked for what a view
 * wants to show.
 */

import type { TraceEvent } from '../../trace/event.ts';

/** Five seconds of 10,000 events; with a kilobyte each some 50 MB. */
export const MAX_RECENT = 50_000;

/** A hundred screens. What a paused reader looks at must not go because others come. */
export const MAX_LOOKED_AT = 5_000;

/** Numbers that are no longer held: as many as are looked at. */
const MAX_GONE = MAX_LOOKED_AT;

export class EventCache {
  private readonly recent = new Map<number, TraceEvent>();
  private readonly lookedAt = new Map<number, TraceEvent>();
  private readonly gone = new Set<number>();
  private readonly wanted = new Set<number>();
  private readonly onWanted: () => void;

  /** @param onWanted called when something is wanted that is not here, and nothing was before */
  constructor(onWanted: () => void) {
    this.onWanted = onWanted;
  }

  /** Those that came live. */
  add(events: readonly TraceEvent[]): void {
    for (const event of events) this.recent.set(event.seq, event);
    cutTo(this.recent, MAX_RECENT);
  }

  /** Those that were asked for. @param asked of which the others are not held any more */
  answer(asked: readonly number[], events: readonly TraceEvent[]): void {
    for (const event of events) this.lookedAt.set(event.seq, event);
    for (const seq of asked) if (!this.lookedAt.has(seq)) this.gone.add(seq);
    cutTo(this.lookedAt, MAX_LOOKED_AT);
    cutTo(this.gone, MAX_GONE);
  }

  /** @returns undefined where it is not here: then it is wanted, unless it is gone */
  get(seq: number): TraceEvent | undefined {
    const seen = this.lookedAt.get(seq);
    if (seen !== undefined) return seen;
    const event = this.recent.get(seq);
    if (event !== undefined) {
      this.lookedAt.set(seq, event);
      cutTo(this.lookedAt, MAX_LOOKED_AT);
    } else if (!this.gone.has(seq)) {
      if (this.wanted.size === 0) this.onWanted();
      this.wanted.add(seq);
    }
    return event;
  }

  /** It was asked for, and nobody has it. */
  isGone(seq: number): boolean {
    return this.gone.has(seq);
  }

  get isWanting(): boolean {
    return this.wanted.size > 0;
  }

  /** @returns those that are wanted, in their order: the newest so many */
  takeWanted(atMost: number): readonly number[] {
    const all = [...this.wanted].sort((a, b) => a - b);
    this.wanted.clear();
    return all.slice(-atMost);
  }

  clear(): void {
    for (const all of [this.recent, this.lookedAt, this.gone, this.wanted]) all.clear();
  }
}

/** The oldest go. */
function cutTo(all: Map<number, TraceEvent> | Set<number>, size: number): void {
  if (all.size <= size) return;
  let over = all.size - size;
  for (const key of all.keys()) {
    if (over-- <= 0) return;
    all.delete(key);
  }
}
