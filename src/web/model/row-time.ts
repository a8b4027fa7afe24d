/** The time column of the list. */

import { timeOfDay } from '../../formats/time.ts';
import type { EventHeader } from '../../trace/event.ts';
import type { TimeMode } from '../state/state.ts';

export const TIME_MODES: readonly TimeMode[] = ['offset', 'delta', 'clock'];

export const TIME_WORDS: Readonly<Record<TimeMode, string>> = {
  offset: 'since the connection opened, in seconds',
  delta: 'since the row above',
  clock: 'clock, UTC',
};

const MICROSECONDS = 1_000_000;

/** ECMA-262 §21.4.1.1: what a Date can be, in milliseconds either side of the epoch. */
const MAX_DATE_MS = 8.64e15;

type Timed = Pick<EventHeader, 'time' | 'offsetMs' | 'conn'>;

/** @param above the row above; undefined where there is none, or it is not known */
export function rowTime(event: Timed, mode: TimeMode, above: Timed | undefined): string {
  switch (mode) {
    case 'offset':
      // An event that is about no single connection has none to be counted from.
      return event.conn === '' ? '' : offset(event.offsetMs);
    case 'delta':
      return above === undefined ? '' : delta(event.time - above.time);
    case 'clock':
      return clock(event.time);
  }
}

export function nextMode(mode: TimeMode): TimeMode {
  return TIME_MODES[(TIME_MODES.indexOf(mode) + 1) % TIME_MODES.length] ?? 'offset';
}

/** "12.003 214": seconds, with the microseconds set apart. */
function offset(ms: number): string {
  if (!Number.isFinite(ms)) return '';
  const microseconds = Math.round(Math.abs(ms) * 1000);
  const sign = ms < 0 ? '−' : '';
  const below = digits(microseconds % MICROSECONDS, 6);
  return `${sign}${Math.floor(microseconds / MICROSECONDS)}.${below.slice(0, 3)} ${below.slice(3)}`;
}

/** "+0.087 ms", "+1.500 s". Events of several connections may be told a little out of order. */
function delta(microseconds: number): string {
  if (!Number.isFinite(microseconds)) return '';
  const size = Math.abs(microseconds);
  const sign = microseconds < 0 ? '−' : '+';
  return size < MICROSECONDS ? `${sign}${(size / 1000).toFixed(3)} ms` : `${sign}${(size / MICROSECONDS).toFixed(3)} s`;
}

/** "01:42:47.123 456" */
function clock(time: number): string {
  if (!(Math.abs(time) / 1000 < MAX_DATE_MS)) return '';
  const microseconds = ((Math.floor(time) % 1000) + 1000) % 1000;
  return `${timeOfDay(time)} ${digits(microseconds, 3)}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
