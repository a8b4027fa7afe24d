/** Words of connections: sides, ages, and times. */

import { duration } from '../../formats/text.ts';
import type { Side } from '../../trace/event.ts';

/** What an end was like; it is said in words beside it. */
export type Tone = 'open' | 'good' | 'warning' | 'error';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "0 ms", "1.25 s", "3 min 12 s", "5 h 2 min", "12 d 3 h" */
export function ageText(ms: number): string {
  if (ms < MINUTE) return duration(Math.max(0, ms));
  if (ms < HOUR) return parts(ms, MINUTE, 'min', SECOND, 's');
  return ms < DAY ? parts(ms, HOUR, 'h', MINUTE, 'min') : parts(ms, DAY, 'd', HOUR, 'h');
}

function parts(ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((ms % large) / small);
  return `${Math.floor(ms / large)} ${largeUnit}${rest === 0 ? '' : ` ${rest} ${smallUnit}`}`;
}

/** Since the connection opened: "12.003 214 s" is too much, "12.003 s" is what tells events apart. */
export function offsetText(ms: number): string {
  return `${(ms / SECOND).toFixed(3)} s`;
}

export function otherSide(side: Side): Side {
  return side === 'CLIENT' ? 'SERVER' : 'CLIENT';
}

export function sideWord(side: Side): string {
  return side === 'CLIENT' ? 'client' : 'server';
}
