/** What ended within each of the last seconds. Seconds without an end are not there. */

import type { ErrorOrigin } from '../../trace/event.ts';
import type { Second } from '../state/state.ts';
import { isFailed } from './summary-outcome.ts';
import type { EndedCall } from './summary-streams.ts';

/** What the chart shows: five minutes. */
export const MAX_SECONDS = 300;

/** Clocks differ, but not by a day. A time in the far future would push out all that is true. */
const MAX_AHEAD_SECONDS = 86_400;

const MICROSECONDS = 1_000_000;

const PARTS = {
  APPLICATION: 'application',
  INFRASTRUCTURE: 'infrastructure',
  UNKNOWN: 'unknown',
} as const satisfies { readonly [O in ErrorOrigin]: keyof Second };

/** @returns ascending. The last five minutes before the newest: of a file these are long ago. @param now milliseconds */
export function withSeconds(seconds: readonly Second[], ended: readonly EndedCall[], now: number): readonly Second[] {
  if (ended.length === 0) return seconds;
  const latest = now / 1000 + MAX_AHEAD_SECONDS;
  const byTime = new Map(seconds.map((second) => [second.at, second]));
  for (const call of ended) {
    const at = Math.floor(call.closed.time / MICROSECONDS);
    if (at <= latest) byTime.set(at, plusOne(byTime.get(at) ?? empty(at), call));
  }
  const all = [...byTime.values()].sort((a, b) => a.at - b.at);
  const newest = all.at(-1)?.at ?? 0;
  return all.filter(({ at }) => at > newest - MAX_SECONDS);
}

function plusOne(second: Second, call: EndedCall): Second {
  // A file may have an origin that there is none of.
  const part = isFailed(call) ? (PARTS[call.closed.streamClosed.origin] ?? 'unknown') : 'ok';
  return { ...second, [part]: second[part] + 1 };
}

function empty(at: number): Second {
  return { at, ok: 0, application: 0, infrastructure: 0, unknown: 0 };
}
