import type { ReadableRing } from '../../../sinks/history.ts';
import type { TraceEvent } from '../../../trace/event.ts';
import type { Pace } from './pace.ts';
import { MAX_TURN_EVENTS } from './searched.ts';

/** What the ring holds, the newest first, with time for traffic between. What is overwritten meanwhile is left out. */
export async function* backwards(ring: ReadableRing, pace: Pace): AsyncGenerator<TraceEvent> {
  let rest = pace.begin();
  let seq = ring.lastSeq ?? 0;
  for (let n = 1; seq >= (ring.firstSeq ?? Number.POSITIVE_INFINITY); n++) {
    const event = ring.get(seq);
    if (event !== undefined) yield event;
    seq -= 1;
    if (n % MAX_TURN_EVENTS !== 0) continue;
    await rest();
    rest = pace.begin();
  }
}
