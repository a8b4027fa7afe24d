/** What was lost on the way to this reader. */

import type { TraceEvent } from '../../trace/event.ts';
import type { Gap } from './state.ts';

/** A reader who loses more often is told by the last hundred. */
export const MAX_GAPS = 100;

/** A loss in the trace itself has a connection, and is a row like every event: that is lost for all readers, and no gap. */
export function lostBy(event: TraceEvent): Gap | undefined {
  if (event.kind !== 'traceLost' || event.conn !== '') return undefined;
  const { firstSeq = event.seq, lastSeq = firstSeq, dropped, reason } = event.traceLost;
  return { firstSeq, lastSeq, dropped, reason };
}

/** With those that are announced among `events`, each once, the newest last. */
export function withGaps(gaps: readonly Gap[], events: readonly TraceEvent[]): readonly Gap[] {
  const fresh = events.flatMap((event) => lostBy(event) ?? []).filter((gap) => !gaps.some((each) => isSame(each, gap)));
  return fresh.length === 0 ? gaps : [...gaps, ...fresh].slice(-MAX_GAPS);
}

/** Those that reach behind `seq`: of what is older nothing is missing any more, or nothing is shown. */
export function gapsBehind(gaps: readonly Gap[], seq: number | undefined): readonly Gap[] {
  if (seq === undefined) return gaps;
  const rest = gaps.filter(({ lastSeq }) => lastSeq > seq);
  return rest.length === gaps.length ? gaps : rest;
}

function isSame(one: Gap, other: Gap): boolean {
  return one.firstSeq === other.firstSeq && one.lastSeq === other.lastSeq;
}
