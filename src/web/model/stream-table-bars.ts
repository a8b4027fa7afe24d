/** The waterfall beside the table of calls: a bar for each, over one axis of time. */

import type { Call } from './stream-table.ts';
import { shareOf, type TimeAxis, timeAxis } from './time-axis.ts';

/** Of the width: 0 to 1. */
export interface Bar {
  readonly from: number;
  /** Where the response began; `to` where none did. */
  readonly firstByte: number;
  readonly to: number;
  readonly isOpen: boolean;
}

/** CLOCK: when each was. START: all from 0, which compares how long they took. */
export type Align = 'clock' | 'start';

export interface Waterfall {
  /** Milliseconds since the first of them, or since each began. */
  readonly axis: TimeAxis;
  /** Of a call's key; none where nobody knows when it was. */
  readonly bars: ReadonlyMap<string, Bar>;
  /** When the axis begins, in microseconds; undefined where it is that of each call. */
  readonly startTime: number | undefined;
}

interface Span {
  readonly call: Call;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What an axis shows at most before and behind the calls that ended, in parts of their time. A call that has been open for hours would
 * leave the others no width: it comes in and goes out at the edges.
 */
const BEYOND_ENDED = 0.25;

/** @param now until when open ones are drawn, in microseconds */
export function waterfallOf(calls: readonly Call[], now: number, align: Align, maxTicks: number): Waterfall {
  const first = calls.reduce((least, { time = least }) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const spans = calls.flatMap((call) => spanOf(call, now, align === 'clock' ? first : call.time));
  const axis = axisOf(spans, maxTicks);
  const bars = new Map(spans.map((span) => [span.call.key, barOf(span, axis)]));
  const startTime = align === 'clock' && Number.isFinite(first) ? first + axis.fromMs * 1000 : undefined;
  return { axis, bars, startTime };
}

function spanOf(call: Call, now: number, zero: number | undefined): readonly Span[] {
  const { time, durationMs } = call;
  if (time === undefined || zero === undefined) return [];
  const fromMs = (time - zero) / 1000;
  return [{ call, fromMs, toMs: fromMs + (durationMs ?? Math.max(now - time, 0) / 1000) }];
}

function axisOf(spans: readonly Span[], maxTicks: number): TimeAxis {
  const all = extent(spans);
  const ended = spans.filter(({ call }) => call.outcome.is !== 'open');
  if (ended.length === 0) return timeAxis(all.fromMs, all.toMs, maxTicks);
  const { fromMs, toMs } = extent(ended);
  // Open ones that began later are to be seen beginning.
  const lastMs = spans.reduce((most, span) => Math.max(most, span.fromMs), toMs);
  const beyond = (lastMs - fromMs) * BEYOND_ENDED;
  return timeAxis(Math.max(all.fromMs, fromMs - beyond), Math.min(all.toMs, lastMs + beyond), maxTicks);
}

function extent(spans: readonly Span[]): { readonly fromMs: number; readonly toMs: number } {
  if (spans.length === 0) return { fromMs: 0, toMs: 0 };
  return spans.reduce(
    (sum, { fromMs, toMs }) => ({ fromMs: Math.min(sum.fromMs, fromMs), toMs: Math.max(sum.toMs, toMs) }),
    { fromMs: Number.POSITIVE_INFINITY, toMs: Number.NEGATIVE_INFINITY },
  );
}

function barOf({ call, fromMs, toMs }: Span, axis: TimeAxis): Bar {
  const firstByteMs = call.firstByteMs === undefined ? toMs : fromMs + call.firstByteMs;
  return {
    from: shareOf(axis, fromMs),
    firstByte: shareOf(axis, Math.min(firstByteMs, toMs)),
    to: shareOf(axis, toMs),
    isOpen: call.outcome.is === 'open',
  };
}
