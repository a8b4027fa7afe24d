import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createHub } from '../../src/sinks/hub.ts';
import type { Ring } from '../../src/sinks/ring.ts';
import type { Sink } from '../../src/sinks/sink.ts';
import type { Subscription } from '../../src/sinks/subscription.ts';
import { createSubscriptions } from '../../src/sinks/subscriptions.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { numbered, ranges, smallRing } from '../support/numbered.ts';

const ALL = Number.MAX_SAFE_INTEGER;

function start(maxSubscribers = 3, ring: Ring = smallRing(10)) {
  const hub = createHub((error) => assert.fail(String(error)));
  hub.add(ring);
  let added = 0;
  const counting = {
    add(sink: Sink) {
      added++;
      const remove = hub.add(sink);
      return () => {
        added--;
        remove();
      };
    },
  };
  const subscriptions = createSubscriptions({ hub: counting, ring, readMessage: (kept) => kept, maxSubscribers });
  return { hub, subscriptions, added: () => added };
}

async function taken(subscription: Subscription): Promise<string> {
  const events: TraceEvent[] = [];
  for (let n = 0; n < 50; n++) {
    await turn();
    events.push(...subscription.take(ALL));
  }
  return ranges(events);
}

test('without a past a subscription begins with what comes next', async () => {
  const { hub, subscriptions } = start();
  hub.publish(numbered(1, 5));
  const subscription = subscriptions.subscribe();
  hub.publish(numbered(6, 8));
  assert.equal(await taken(subscription), '6-8');
});

test('the seam between the past and what comes next has no gap and nothing twice', async () => {
  const { hub, subscriptions } = start();
  hub.publish(numbered(1, 5));
  const replayed = subscriptions.subscribe({ replay: 2 });
  const since = subscriptions.subscribe({ since: 2 });
  const filter = { cel: '', matches: ({ seq }: TraceEvent) => seq % 2 === 1 };
  const filtered = subscriptions.subscribe({ filter, replay: 2 });
  hub.publish(numbered(6, 8));
  assert.equal(await taken(replayed), '4-8');
  assert.equal(await taken(since), '2-8');
  assert.equal(await taken(filtered), '3 5 7');
});

test('a past that is overwritten while it is read is announced, and goes on to what comes next', async () => {
  const { hub, subscriptions } = start();
  hub.publish(numbered(1, 10));
  const subscription = subscriptions.subscribe({ since: 1 });
  hub.publish(numbered(11, 15));
  assert.equal(await taken(subscription), 'lost 1-5 (5) 6-15');
});

test('a slow one does not take anything from another', async () => {
  const { hub, subscriptions } = start();
  subscriptions.subscribe();
  const reader = subscriptions.subscribe();
  let seen = 0;
  for (let seq = 1; seq <= 50_000; seq += 1_000) {
    hub.publish(numbered(seq, seq + 999));
    await turn();
    seen += reader.take(ALL).length;
  }
  await turn();
  seen += reader.take(ALL).length;
  assert.equal(seen, 50_000);
});

test('there is a most of them, and one that ends makes room', () => {
  const { subscriptions, added } = start(2);
  assert.equal(added(), 0);
  subscriptions.subscribe();
  const second = subscriptions.subscribe();
  assert.equal(subscriptions.refusal?.why, 'FULL');
  assert.throws(() => subscriptions.subscribe(), /2 readers of the live trace are there/);
  second.close();
  assert.equal(added(), 1);
  assert.equal(subscriptions.refusal, undefined);
  subscriptions.subscribe();
});

test('end: each can be taken to its end, and no more come in', async () => {
  const { hub, subscriptions, added } = start();
  const subscription = subscriptions.subscribe();
  hub.publish(numbered(1, 3));
  subscriptions.end();
  hub.publish(numbered(4, 5));
  assert.equal(added(), 0);
  assert.equal(await taken(subscription), '1-3');
  assert.equal(await subscription.ready(), false);
  assert.equal(subscriptions.refusal?.why, 'ENDED');
  assert.throws(() => subscriptions.subscribe(), /the server is going away/);
});
