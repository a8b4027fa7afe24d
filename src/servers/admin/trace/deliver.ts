import type { Subscription } from '../../../sinks/subscription.ts';
import type { TraceEvent } from '../../../trace/event.ts';
import type { Pace } from './pace.ts';

/** Some 100 events: traffic waits half a millisecond for their JSON, one for their protobuf. */
const MAX_BATCH_BYTES = 64 * 1024;

/**
 * Gives what comes to one reader, a batch after the other has left: what waits meanwhile is in the subscription, which is bounded.
 *
 * @param send resolves when the batch has left; what it rejects with ends the delivery
 * @returns when the subscription has ended and all of it was sent
 */
export async function deliver(
  subscription: Subscription,
  send: (events: readonly TraceEvent[]) => Promise<void>,
  pace: Pace,
): Promise<void> {
  while (await subscription.ready()) {
    const rest = pace.begin();
    const events = subscription.take(MAX_BATCH_BYTES);
    const sent = events.length > 0 ? send(events) : undefined;
    await Promise.all([sent, rest()]);
  }
}
