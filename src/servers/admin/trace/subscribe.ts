/** From what a reader asks for, by whatever way, to a subscription. */

import type { Subscription } from '../../../sinks/subscription.ts';
import type { SubscribeOptions, Subscriptions } from '../../../sinks/subscriptions.ts';
import { Refusal, type RefusalCode } from '../refusal.ts';
import type { TraceDelivery } from './delivery.ts';
import { compileFilterText } from './filter-text.ts';

export interface Asked {
  readonly filter?: string | undefined;
  readonly replay?: number | undefined;
  readonly since?: number | undefined;
}

const STATUS_OF = { FULL: 429, ENDED: 503 } as const satisfies Record<string, RefusalCode>;

/** @throws Refusal */
export function checkedOptions(asked: Asked, { subscriptions, compile }: TraceDelivery): SubscribeOptions {
  const { filter: text = '', replay, since } = asked;
  const filter = compileFilterText(text, compile);
  refuseIfFull(subscriptions);
  return { filter, replay, since };
}

function refuseIfFull({ refusal }: Subscriptions): void {
  if (refusal !== undefined) throw new Refusal(STATUS_OF[refusal.why], refusal.message);
}

/** What one connection carries is not traced until the subscription is closed. @throws Refusal */
export function subscribe(asked: Asked, delivery: TraceDelivery, connectionId: string | undefined): Subscription {
  const options = checkedOptions(asked, delivery);
  const unmute = connectionId === undefined ? undefined : delivery.mute(connectionId);
  const subscription = delivery.subscriptions.subscribe(options);
  let isClosed = false;
  return {
    ...subscription,
    close() {
      subscription.close();
      if (!isClosed) unmute?.();
      isClosed = true;
    },
  };
}
