import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Subscription } from '../../../sinks/subscription.ts';
import type { TraceEvent } from '../../../trace/event.ts';

/** Some 500 events: traffic waits 2 ms for their JSON, 5 ms for their protobuf. A batch each turn is more than a busy server makes. */
const MAX_BATCH_BYTES = 256 * 1024;

/**
 * Gives what comes to one reader, a batch after the other has left: what waits meanwhile is in the subscription, which is bounded.
 *
 * @param send resolves when the batch has left; what it rejects with ends the delivery
 * @returns when the subscription has ended and all of it was sent
 */
export async function deliver(
  subscription: Subscription,
  send: (events: readonly TraceEvent[]) => Promise<void>,
): Promise<void> {
  while (await subscription.ready()) {
    // Traffic first, also where the reader takes each batch at once.
    await nextTurn();
    const events = subscription.take(MAX_BATCH_BYTES);
    if (events.length > 0) await send(events);
  }
}
