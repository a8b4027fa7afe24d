import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import type { Filter } from '../../src/filter/filter.ts';
import {
  createSubscription,
  MAX_UNFILTERED_BYTES,
  MAX_WAITING_BYTES,
  type Subscription,
  type SubscriptionOptions,
} from '../../src/sinks/subscription.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { frame, stamp } from '../support/events.ts';
import { LIGHT_BYTES, numbered, ranges } from '../support/numbered.ts';

const ALL = Number.MAX_SAFE_INTEGER;
const MOST_WAITING = Math.floor(MAX_WAITING_BYTES / LIGHT_BYTES);
const MOST_UNFILTERED = Math.floor(MAX_UNFILTERED_BYTES / LIGHT_BYTES);

function filterOf(matches: (event: TraceEvent) => boolean, cel = 'a filter'): Filter {
  return { cel, matches };
}

const EVEN = filterOf(({ seq }) => seq % 2 === 0);
const ODD = filterOf(({ seq }) => seq % 2 === 1);

function subscribe(options: Partial<SubscriptionOptions> = {}) {
  return createSubscription({ joinedAt: 0, readMessage: (kept) => kept, onEnd() {}, ...options });
}

/** All turns that the events which were written need. */
async function settled(): Promise<void> {
  for (let n = 0; n < 50; n++) await turn();
}

/** All that can be had now. */
async function taken(subscription: Subscription): Promise<string> {
  await settled();
  const events: TraceEvent[] = [];
  for (let n = 0; n < 50; n++) events.push(...subscription.take(ALL));
  return ranges(events);
}

test('the filter does not run while traffic waits, and only matching events are kept', async () => {
  let looks = 0;
  const filter = filterOf(({ seq }) => {
    looks++;
    return seq % 2 === 0;
  });
  const subscription = subscribe({ filter });
  subscription.write(numbered(1, 6));
  assert.equal(looks, 0);
  assert.equal(await taken(subscription), '2 4 6');
  assert.equal(looks, 6);
});

test('ready waits for a matching event, and ends with the subscription', async () => {
  const subscription = subscribe({ filter: EVEN });
  const ready = subscription.ready();
  subscription.write(numbered(1, 1));
  assert.equal(await Promise.race([ready, settled()]), undefined);
  subscription.write(numbered(2, 2));
  assert.equal(await ready, true);
  assert.equal(await subscription.ready(), true);
  subscription.take(ALL);
  const over = subscription.ready();
  subscription.close();
  assert.equal(await over, false);
  assert.equal(await subscription.ready(), false);
});

test('a reader who stops loses events: those that match are counted exactly, in their place', async () => {
  const subscription = subscribe({ filter: EVEN });
  const last = 4 * MOST_WAITING;
  for (let seq = 1; seq <= last; seq += 1_000) {
    subscription.write(numbered(seq, Math.min(seq + 999, last)));
    await turn();
  }
  await settled();
  const first = subscription.take(ALL);
  assert.equal(first.length, MOST_WAITING);
  const next = 2 * MOST_WAITING + 2;
  subscription.write(numbered(last + 1, last + 2));
  assert.equal(await taken(subscription), `lost ${next}-${last} (${MOST_WAITING}) ${last + 2}`);
});

test('what is lost before the filter has seen it is told as that', async () => {
  const subscription = subscribe({ filter: EVEN });
  const last = MOST_UNFILTERED + 100;
  subscription.write(numbered(1, last));
  await settled();
  const events = [...subscription.take(ALL), ...subscription.take(ALL)];
  const lost = events.at(-1);
  assert.ok(lost?.kind === 'traceLost');
  assert.match(lost.traceLost.reason, /not known how many of these would have matched/);
  const { dropped, firstSeq, lastSeq } = lost.traceLost;
  assert.deepEqual({ dropped, firstSeq, lastSeq }, { dropped: 100, firstSeq: MOST_UNFILTERED + 1, lastSeq: last });
});

test('paused: nothing can be taken, what matches is counted, and resume announces it', async () => {
  const subscription = subscribe({ filter: EVEN });
  subscription.write(numbered(1, 2));
  await settled();
  subscription.pause();
  subscription.write(numbered(3, 10));
  assert.equal(await taken(subscription), '');
  assert.equal(await Promise.race([subscription.ready(), settled()]), undefined);
  subscription.resume();
  subscription.write(numbered(11, 12));
  assert.equal(await taken(subscription), '2 lost 4-10 (4) 12');
});

test('resume wakes the reader for the announcement', async () => {
  const subscription = subscribe();
  const ready = subscription.ready();
  subscription.pause();
  subscription.write(numbered(1, 3));
  await settled();
  subscription.resume();
  assert.equal(await ready, true);
  const [lost] = subscription.take(ALL);
  assert.ok(lost?.kind === 'traceLost');
  assert.equal(lost.traceLost.reason, 'paused by the reader');
});

test('what is taken after the filter changed matches the new one, also what waited', async () => {
  const subscription = subscribe({ filter: EVEN });
  subscription.write(numbered(1, 20));
  await settled();
  subscription.setFilter(filterOf(({ seq }) => seq > 15));
  assert.equal(await taken(subscription), '16 18 20');
  subscription.write(numbered(21, 22));
  assert.equal(await taken(subscription), '21-22');
  subscription.setFilter(undefined);
  subscription.write(numbered(23, 24));
  assert.equal(await taken(subscription), '23-24');
});

test('the past comes first, a part at a time, with the filter of when it is taken', async () => {
  const past = [...numbered(1, 2), undefined, ...numbered(3, 4)].values();
  const subscription = subscribe({ past, joinedAt: 4 });
  subscription.write(numbered(5, 6));
  assert.equal(await subscription.ready(), true);
  assert.equal(ranges(subscription.take(1)), '1');
  subscription.setFilter(ODD);
  assert.equal(await taken(subscription), '3 5');
});

test('a long past that matches nothing is left in bounded steps', async () => {
  let steps = 0;
  const past: Iterator<undefined> = { next: () => ({ done: ++steps > 100_000, value: undefined }) };
  const subscription = subscribe({ past });
  assert.deepEqual(subscription.take(ALL), []);
  assert.ok(steps < 1_000, `${steps} steps`);
  assert.equal(await subscription.ready(), true);
});

test('end: what waits can still be taken, then it is over', async () => {
  let ended = 0;
  const subscription = subscribe({ onEnd: () => ended++ });
  subscription.write(numbered(1, 3));
  subscription.end();
  subscription.write(numbered(4, 5));
  assert.equal(await subscription.ready(), true);
  assert.equal(await taken(subscription), '1-3');
  assert.equal(await subscription.ready(), false);
  subscription.close();
  assert.equal(ended, 1);
});

test('close forgets what waits', async () => {
  const subscription = subscribe();
  subscription.write(numbered(1, 3));
  subscription.close();
  assert.equal(await taken(subscription), '');
});

test('with a filter a preview that waits does not keep the memory of its neighbours', async () => {
  const preview = new Uint8Array(64 * 1024).subarray(0, 4);
  const subscription = subscribe({ filter: filterOf(() => true) });
  subscription.write(stamp([frame('CLIENT', 'DATA', 1, { data: { padding: 0, preview, truncated: false } })]));
  await settled();
  const [event] = subscription.take(ALL);
  assert.ok(event?.kind === 'frame');
  assert.equal(event.frame.data?.preview.buffer.byteLength, 4);
});

test('whatever the pace, what is taken and what is announced are all, without overlap', async () => {
  const subscription = subscribe();
  const events: TraceEvent[] = [];
  let seq = 0;
  for (let n = 0; n < 60; n++) {
    const count = (n * 7_919) % Math.floor(MOST_WAITING / 2);
    if (count > 0) subscription.write(numbered(seq + 1, seq + count));
    seq += count;
    await turn();
    if (n % 9 === 4) subscription.pause();
    if (n % 9 === 6) subscription.resume();
    events.push(...subscription.take(((n * 13) % 17) * 200 * LIGHT_BYTES));
  }
  subscription.resume();
  await settled();
  while (!(await Promise.race([subscription.ready().then((isReady) => !isReady), turn(true)]))) {
    events.push(...subscription.take(ALL));
  }
  let next = 1;
  for (const event of events) {
    assert.equal(event.seq, next);
    if (event.kind !== 'traceLost') next++;
    else {
      const { firstSeq = 0, lastSeq = 0, dropped } = event.traceLost;
      assert.equal(dropped, lastSeq - firstSeq + 1);
      next = lastSeq + 1;
    }
  }
  assert.equal(next, seq + 1);
  assert.ok(events.some(({ kind }) => kind === 'traceLost'));
});
