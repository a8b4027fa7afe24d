/** Numbers as words have them: "1,204", "0.3 %", "4 min ago". What is no number is a dash, and never NaN: a file may hold anything. */

import { duration } from '../../formats/text.ts';
import { rfc3339 } from '../../formats/time.ts';

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const TENTHS = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

const UNKNOWN = '–';

/** "1,204" */
export function whole(value: number): string {
  return Number.isFinite(value) ? WHOLE.format(value) : UNKNOWN;
}

/** "1 call", "1,204 calls" */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${whole(value)} ${value === 1 ? noun : plural}`;
}

/** "0.4", "12": the tenth is told where it is much of the whole. */
export function rate(value: number): string {
  return value < 10 ? tenths(value) : whole(value);
}

/** "0.3 %" of a part of 1. What is there at all is never 0 %, and what is not all is never 100 %. */
export function percent(part: number): string {
  if (!Number.isFinite(part)) return UNKNOWN;
  const value = part * 100;
  if (value > 0 && value < 0.1) return '< 0.1 %';
  if (value < 100 && value > 99.9) return '> 99.9 %';
  return `${rate(value)} %`;
}

/** "1.25 ms" */
export function milliseconds(value: number): string {
  return Number.isFinite(value) ? duration(value) : UNKNOWN;
}

/** The largest whose number is 1 or more. */
const BYTE_UNITS = [
  { unit: 'GiB', bytes: 2 ** 30 },
  { unit: 'MiB', bytes: 2 ** 20 },
  { unit: 'KiB', bytes: 2 ** 10 },
] as const;

/** "999 bytes", "64 KiB", "4.1 MiB" */
export function bytes(value: number): string {
  const fitting = BYTE_UNITS.find((each) => value >= each.bytes);
  return fitting === undefined ? counted(value, 'byte') : `${rate(value / fitting.bytes)} ${fitting.unit}`;
}

const AGO = [
  { unit: 'd', ms: 86_400_000, from: 2 * 86_400_000 },
  { unit: 'h', ms: 3_600_000, from: 2 * 3_600_000 },
  { unit: 'min', ms: 60_000, from: 2 * 60_000 },
  { unit: 's', ms: 1_000, from: 2_000 },
] as const;

/** "just now", "12 s ago", "4 min ago", "3 h ago": both in milliseconds since the Unix epoch. Clocks may differ: nothing is to come. */
export function timeAgo(at: number, now: number): string {
  if (!Number.isFinite(at)) return UNKNOWN;
  const fitting = AGO.find(({ from }) => now - at >= from);
  return fitting === undefined ? 'just now' : `${whole(Math.floor((now - at) / fitting.ms))} ${fitting.unit} ago`;
}

/** A finite text of an axis: "0.5", "20". */
export function tenths(value: number): string {
  return Number.isFinite(value) ? TENTHS.format(value) : UNKNOWN;
}

/** The last instant that a date can be of, in microseconds: ECMA-262 §21.4.1.1. */
const LAST_INSTANT = 8.64e18;

/** RFC 3339 of microseconds since the Unix epoch; undefined where that is no time. */
export function instant(time: number): string | undefined {
  return Math.abs(time) <= LAST_INSTANT ? rfc3339(time) : undefined;
}
