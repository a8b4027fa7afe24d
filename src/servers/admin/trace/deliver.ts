import { setImmediate as nextTurn } from 'node:timers/promises';

import type { Subscription } from '../../../sinks/subscription.ts';
import type { TraceEvent } from '../../../trace/event.ts';

/** Some 1,000 events, half a megabyte of JSON: a reader who can read gets all that a busy server makes, and memory is bounded. */
const MAX_BATCH_BYTES = 512 * 1024;

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
