/** All readers of the live trace: each begins where the ring ends, without a gap and without anything twice. */

import type { Filter } from '../filter/filter.ts';
import type { OnDropped } from './event-queue.ts';
import { find, type ReadableRing, readHistory } from './history.ts';
import type { Hub } from './hub.ts';
import type { ReadMessage } from './own-bytes.ts';
import { createSubscription, type Subscription } from './subscription.ts';

/**
 * Some people and scripts that look at one replica. If all of them stop reading, what waits for them is 128 MiB: half of the heap that
 * Node allows itself in a container of 512 MiB.
 */
export const MAX_SUBSCRIBERS = 16;

export interface SubscribeOptions {
  readonly filter?: Filter | undefined;
  /** Begins with so many of the newest events that match. Default: all where `since` is given, else 0. */
  readonly replay?: number | undefined;
  /** Begins with the events from this `seq` on. */
  readonly since?: number | undefined;
}

export interface Subscriptions {
  /** @throws Error where `refusal` says why not */
  subscribe(options?: SubscribeOptions): Subscription;
  /** In words; undefined where there is room for one more. */
  readonly refusal: Refused | undefined;
  /** Ends each, so that what waits can still be taken, and lets no more in. */
  end(): void;
}

export interface Refused {
  readonly why: 'FULL' | 'ENDED';
  readonly message: string;
}

export interface SubscriptionsOptions {
  readonly hub: Pick<Hub, 'add'>;
  readonly ring: ReadableRing;
  readonly readMessage: ReadMessage;
  /** Told of each event that a reader loses. */
  readonly onDropped?: OnDropped;
  /** Default MAX_SUBSCRIBERS. */
  readonly maxSubscribers?: number;
}

/** Without a subscriber nothing is in the hub, and nothing is done for an event. */
export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { hub, ring, readMessage, onDropped, maxSubscribers = MAX_SUBSCRIBERS } = options;
  const open = new Set<Subscription>();
  let isEnded = false;

  function refusal(): Refused | undefined {
    if (isEnded) return { why: 'ENDED', message: 'the server is going away' };
    if (open.size < maxSubscribers) return undefined;
    return { why: 'FULL', message: `${open.size} readers of the live trace are there: expected fewer before one more` };
  }

  return {
    subscribe(asked = {}) {
      const refused = refusal();
      if (refused !== undefined) throw new Error(refused.message);
      // In one turn: what is published after this line is written to it, and what was before is in the ring.
      const joinedAt = ring.lastSeq ?? 0;
      const subscription = createSubscription({
        filter: asked.filter,
        past: pastOf(ring, joinedAt, asked),
        joinedAt,
        readMessage,
        onDropped,
        onEnd() {
          remove();
          open.delete(subscription);
        },
      });
      const remove = hub.add(subscription);
      open.add(subscription);
      return subscription;
    },
    get refusal() {
      return refusal();
    },
    end() {
      isEnded = true;
      for (const subscription of open) subscription.end();
    },
  };
}

function pastOf(ring: ReadableRing, upTo: number, { filter, replay, since }: SubscribeOptions) {
  if (replay === 0 || (replay === undefined && since === undefined)) return undefined;
  const matches = filter && ((event: Parameters<Filter['matches']>[0]) => filter.matches(event));
  return readHistory(ring, find(ring, { matches, since, upTo, newest: replay }));
}
