/** Whether a server still tells the trace that it told before: one that was restarted, or another replica, begins again at seq 1. */

import type { Seen } from './live-cursor.ts';
import type { TraceSource } from './source.ts';

/**
 * By the event that was seen last, where the ring still holds it: another trace may have as many events by now, and none of the same
 * number at the same microsecond.
 *
 * @param next the first `seq` that has not been seen
 * @throws SourceError
 */
export async function isSameTrace(
  source: Pick<TraceSource, 'index' | 'read'>,
  next: number,
  last: Seen | undefined,
  signal?: AbortSignal,
): Promise<boolean> {
  const { lastSeq = 0 } = await source.index('', signal);
  if (lastSeq < next - 1) return false;
  if (last === undefined) return true;
  const held = (await source.read(last.seq, last.seq, signal)).find(isOfTheTrace);
  return held === undefined || held.time === last.time;
}

/** An announcement stands where an event was overwritten, and says nothing of it. */
function isOfTheTrace({ kind, conn }: { readonly kind: string; readonly conn: string }): boolean {
  return kind !== 'traceLost' || conn !== '';
}
