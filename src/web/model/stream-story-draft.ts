/** A step while it is made: events are folded into it. */

import { count, duration } from '../../formats/text.ts';
import type { EventOf, Side, TraceEvent, Window } from '../../trace/event.ts';
import type { Step, StepText } from './stream-story-step.ts';
import { describeFrame, endsStream } from './stream-story-words.ts';

export interface Draft {
  readonly text: StepText;
  /** The event that a click selects. */
  readonly main: TraceEvent;
  /** In their order; the last one is when it was done. */
  readonly events: readonly TraceEvent[];
  readonly from: Side | undefined;
  readonly length: number | undefined;
  readonly frames: number;
  readonly window: Window | undefined;
  readonly isLast: boolean;
  /** Credit of WINDOW_UPDATE. */
  readonly increment: number;
}

export function draftOfFrame(event: EventOf<'frame'>): Draft {
  const { frame } = event;
  return {
    text: describeFrame(event),
    main: event,
    events: [event],
    from: frame.from,
    length: frame.length,
    frames: 1,
    window: frame.window,
    isLast: endsStream(frame),
    increment: frame.windowUpdate?.increment ?? 0,
  };
}

/** A header block in several frames, RFC 9113 §4.3. END_STREAM is on its HEADERS, not on the CONTINUATION that ends it. */
export function draftOfBlock(frames: readonly EventOf<'frame'>[], last: EventOf<'frame'>): Draft {
  const all = [...frames, last];
  return {
    ...draftOfFrame(last),
    events: all,
    frames: all.length,
    length: all.reduce((sum, { frame }) => sum + frame.length, 0),
    isLast: all.some(({ frame }) => endsStream(frame)),
  };
}

/** What is said of the same by the same side, one behind the other, is one step. @returns undefined where it is not the same */
export function folded(before: Draft | undefined, next: Draft): Draft | undefined {
  if (before === undefined || before.from !== next.from || before.isLast) return undefined;
  const { kind } = next.text;
  if (before.text.kind !== kind || (kind !== 'data' && kind !== 'window update')) return undefined;
  if (before.text.tone === 'error' || next.text.tone === 'error') return undefined;
  // Behind it the sender waits, which is to be seen.
  if (kind === 'data' && isUsedUp(before.window)) return undefined;
  return {
    ...before,
    events: [...before.events, ...next.events],
    length: (before.length ?? 0) + (next.length ?? 0),
    frames: before.frames + next.frames,
    window: next.window ?? before.window,
    isLast: next.isLast,
    increment: before.increment + next.increment,
  };
}

export function isUsedUp(window: Window | undefined): boolean {
  return window !== undefined && (window.connection <= 0 || (window.stream ?? 1) <= 0);
}

/** @param start when the story begins, in microseconds. @param before when the step before was done, since then */
export function stepOf(draft: Draft, start: number, before: number): Step {
  const { main, events, from, length, frames, window, isLast } = draft;
  const doneMs = ((events.at(-1) ?? main).time - start) / 1000;
  return {
    ...draft.text,
    detail: detailOf(draft),
    seq: main.seq,
    seqs: events.map(({ seq }) => seq),
    from,
    atMs: doneMs,
    gapMs: Math.max(doneMs - before, 0),
    length,
    frames,
    window,
    isLast,
    severity: undefined,
  };
}

function detailOf({ text, main, events, frames, increment, isLast }: Draft): string {
  const parts = [text.kind === 'window update' ? `+${increment.toLocaleString('en')}` : text.detail];
  const spanMs = spanOf(events);
  if (frames > 1) parts.push(count(frames, 'frame') + (spanMs === 0 ? '' : ` in ${duration(spanMs)}`));
  if (isLast && main.kind !== 'http1' && text.kind !== 'trailers') parts.push('END_STREAM');
  return parts.filter((part) => part !== '').join(' · ');
}

function spanOf(events: readonly TraceEvent[]): number {
  return ((events.at(-1)?.time ?? 0) - (events[0]?.time ?? 0)) / 1000;
}
