/** Calls a second as bars, and the last minute as a sentence: what is made of `Summary.seconds`. Times are seconds since the epoch. */

import type { ErrorOrigin } from '../../trace/event.ts';
import type { Second, Summary } from '../state/state.ts';
import { counted, whole } from './amounts.ts';
import { isTraffic } from './connection-rows.ts';

/** What a call came to, as it is drawn from below: failures stand on the ground line, where few are seen beside many. */
export type Part = 'infrastructure' | 'application' | 'unknown' | 'ok';
export const PARTS: readonly Part[] = ['infrastructure', 'application', 'unknown', 'ok'];

/** By whom a failure was, in words, and as `streamClosed.origin` has it. */
export const FAILURES = [
  { part: 'infrastructure', origin: 'INFRASTRUCTURE', by: 'by infrastructure' },
  { part: 'application', origin: 'APPLICATION', by: 'by the application' },
  { part: 'unknown', origin: 'UNKNOWN', by: 'of unknown origin' },
] as const satisfies readonly { part: Part; origin: ErrorOrigin; by: string }[];

export type Totals = { readonly [P in Part]: number } & { readonly calls: number; readonly failed: number };

/** A bar of the chart. Rates are calls a second. */
export interface Bar {
  /** It begins here, and is `seconds` long: the newest one is as long as it has lasted. */
  readonly at: number;
  readonly seconds: number;
  readonly totals: Totals;
}

/** What the chart shows: long enough to see a change, short enough to see a second of failures. */
export const SPAN_SECONDS = 300;
/** Sixty bars: each is wide enough to be pointed at. */
export const BAR_SECONDS = 5;
export const MINUTE = 60;

/** Of all that ended after `from`, up to `to`. */
export function totalsOf(seconds: readonly Second[], from: number, to: number): Totals {
  const sum = { ok: 0, application: 0, infrastructure: 0, unknown: 0 };
  for (const second of seconds) {
    if (second.at <= from || second.at > to) continue;
    for (const part of PARTS) sum[part] += second[part];
  }
  const failed = sum.application + sum.infrastructure + sum.unknown;
  return { ...sum, failed, calls: sum.ok + failed };
}

/** The end of what is shown: the clock's second, or the newest that something ended in, where that is later or the clock says nothing. */
export function endOf(seconds: readonly Second[], clock: number | undefined): number {
  const newest = seconds.reduce((latest, { at }) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
  const end = Math.max(newest, clock ?? Number.NEGATIVE_INFINITY);
  return Number.isFinite(end) ? Math.floor(end) : 0;
}

/**
 * The last five minutes, oldest first. Bars begin at whole multiples of their length, so that they stay what they are while time goes on.
 *
 * @param end the last second that belongs to it
 */
export function barsOf(seconds: readonly Second[], end: number): readonly Bar[] {
  const newest = Math.floor(end / BAR_SECONDS) * BAR_SECONDS;
  const bars: Bar[] = [];
  for (let at = newest - SPAN_SECONDS + BAR_SECONDS; at <= newest; at += BAR_SECONDS) {
    const last = Math.min(at + BAR_SECONDS - 1, end);
    bars.push({ at, seconds: last - at + 1, totals: totalsOf(seconds, at - 1, last) });
  }
  return bars;
}

/** Steps that an axis may end at, times a power of ten. */
const STEPS = [1, 2, 3, 4, 6, 8, 10] as const;

/** The end of the axis: the least round number that all bars fit below. At least 1: one call in a while is no high bar. */
export function axisOf(bars: readonly Bar[]): number {
  const highest = bars.reduce((most, { totals, seconds }) => Math.max(most, totals.calls / seconds), 1);
  const power = 10 ** Math.floor(Math.log10(highest));
  return (STEPS.find((step) => step * power >= highest) ?? 10) * power;
}

/** A sentence, and how bad it is. */
export interface Headline {
  readonly words: string;
  readonly tone: 'good' | 'warning' | 'error' | 'plain';
}

/**
 * The last minute in a sentence.
 *
 * @param end the last second that belongs to it
 * @param of "the last minute", "the last minute of the recording"
 */
export function headlineOf(summary: Summary, end: number, of = 'the last minute'): Headline {
  const open = openStreams(summary);
  const stillOpen = open === 0 ? '' : `, ${whole(open)} still open`;
  const totals = totalsOf(summary.seconds, end - MINUTE, end);
  if (totals.calls > 0) {
    const calls = `${counted(totals.calls, 'call')} in ${of}`;
    if (totals.failed === 0) return { words: `${calls}, none failed`, tone: 'good' };
    const tone = totals.infrastructure > 0 ? 'error' : 'warning';
    return { words: `${calls}, ${failedWords(totals)}`, tone };
  }
  if (summary.seconds.length === 0 && summary.streams.length === 0)
    return { words: `No calls yet${stillOpen}`, tone: 'plain' };
  return { words: `No call ended in ${of}${stillOpen}`, tone: 'plain' };
}

/** "12 failed: 9 by infrastructure, 3 by the application" */
export function failedWords(totals: Totals): string {
  const by = FAILURES.filter(({ part }) => totals[part] > 0).map((each) => `${whole(totals[each.part])} ${each.by}`);
  return by.length === 0 ? 'none failed' : `${whole(totals.failed)} failed: ${by.join(', ')}`;
}

/** Of all connections but those to the admin port, as they say. */
export function openStreams({ connections }: Summary): number {
  return connections
    .filter(isTraffic)
    .reduce((sum, { closed, openStreams }) => (closed === undefined ? sum + openStreams : sum), 0);
}

/** Those to the admin port are not counted: this page has some. */
export function connectionCounts({ connections }: Summary): { readonly open: number; readonly closed: number } {
  const traffic = connections.filter(isTraffic);
  const open = traffic.filter(({ closed }) => closed === undefined).length;
  return { open, closed: traffic.length - open };
}
