import { setImmediate as nextTurn } from 'node:timers/promises';

import type { ReadableRing } from '../../../sinks/history.ts';
import type { TraceEvent } from '../../../trace/event.ts';

/** Events that are looked at in one turn of the event loop: 1 to 3 ms. */
const MAX_TURN_EVENTS = 500;

/** What the ring holds, the newest first, with turns for traffic between. What is overwritten meanwhile is left out. */
export async function* backwards(ring: ReadableRing): AsyncGenerator<TraceEvent> {
  let seq = ring.lastSeq ?? 0;
  for (let n = 1; seq >= (ring.firstSeq ?? Number.POSITIVE_INFINITY); n++) {
    const event = ring.get(seq);
    if (event !== undefined) yield event;
    seq -= 1;
    if (n % MAX_TURN_EVENTS === 0) await nextTurn();
  }
}
