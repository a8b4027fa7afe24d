import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASE_BYTES } from '../../src/sinks/estimate.ts';
import { createEventQueue } from '../../src/sinks/event-queue.ts';
import { announcement } from '../../src/sinks/loss.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { frame, stamp } from '../support/events.ts';

/** Events of BASE_BYTES each, numbered from `firstSeq`. */
function light(count: number, firstSeq = 1): TraceEvent[] {
  const ping = { opaque: '0102030405060708', ack: false };
  return stamp(
    Array.from({ length: count }, () => frame('CLIENT', 'PING', 0, { ping })),
    'c1',
    firstSeq,
  );
}

/** One event that weighs `size` light ones. */
function heavy(size: number, seq: number): TraceEvent[] {
  return stamp([frame('CLIENT', 'GOAWAY', 0, { length: (size - 1) * BASE_BYTES })], 'c1', seq);
}

/** "1 2 3 lost 4-6 (3)" */
function summary(events: readonly TraceEvent[]): string {
  return events
    .map((event) => {
      if (event.kind !== 'traceLost') return String(event.seq);
      const { firstSeq, lastSeq, dropped } = event.traceLost;
      return `lost ${firstSeq}-${lastSeq} (${dropped})`;
    })
    .join(' ');
}

test('events leave in the order they came, as much at a time as is wanted', () => {
  const queue = createEventQueue(100 * BASE_BYTES, 'slow');
  queue.push(light(3));
  queue.push(light(2, 4));
  assert.equal(summary(queue.take(4 * BASE_BYTES)), '1 2 3 4');
  assert.equal(queue.isEmpty, false);
  assert.equal(summary(queue.take(4 * BASE_BYTES)), '5');
  assert.equal(queue.isEmpty, true);
  assert.equal(summary(queue.take(4 * BASE_BYTES)), '');
});

test('an event that is heavier than what is wanted leaves alone', () => {
  const queue = createEventQueue(100 * BASE_BYTES, 'slow');
  queue.push([...heavy(5, 1), ...light(2, 2)]);
  assert.equal(summary(queue.take(2 * BASE_BYTES)), '1');
  assert.equal(summary(queue.take(2 * BASE_BYTES)), '2 3');
});

test('what does not fit is dropped, and announced in its place once there is room', () => {
  const queue = createEventQueue(3 * BASE_BYTES, 'slow');
  queue.push(light(8));
  assert.equal(summary(queue.take(2 * BASE_BYTES)), '1 2');
  queue.push(light(1, 9));
  assert.equal(summary(queue.take(100 * BASE_BYTES)), '3 lost 4-8 (5) 9');
  assert.equal(queue.isEmpty, true);
});

test('a loss at the end is announced too', () => {
  const queue = createEventQueue(1 * BASE_BYTES, 'slow');
  queue.push(light(2));
  assert.equal(summary(queue.take(100 * BASE_BYTES)), '1');
  assert.equal(queue.isEmpty, false);
  assert.equal(summary(queue.take(100 * BASE_BYTES)), 'lost 2-2 (1)');
  assert.equal(queue.isEmpty, true);
});

test('once something was dropped, small events do not slip past it', () => {
  const queue = createEventQueue(3 * BASE_BYTES, 'slow');
  queue.push([...light(1), ...heavy(5, 2), ...light(1, 3)]);
  assert.equal(summary(queue.take(100 * BASE_BYTES)), '1');
  assert.equal(summary(queue.take(100 * BASE_BYTES)), 'lost 2-3 (2)');
});

test('the announcement has the seq of the first event and the time of the last that is missing', () => {
  const queue = createEventQueue(1 * BASE_BYTES, 'the disk is slow');
  const events = light(4);
  queue.push(events);
  queue.take(1 * BASE_BYTES);
  assert.deepEqual(queue.take(1 * BASE_BYTES), [
    {
      seq: 2,
      time: events[3]?.time,
      offsetMs: 0,
      conn: '',
      kind: 'traceLost',
      traceLost: { reason: 'the disk is slow', dropped: 3, firstSeq: 2, lastSeq: 4 },
    },
  ]);
});

test('whatever the pace, written and dropped together are all, and seq grows', () => {
  const queue = createEventQueue(20 * BASE_BYTES, 'slow');
  const taken: TraceEvent[] = [];
  const events = light(1000);
  for (let n = 0; n < events.length; n += 10) {
    queue.push(events.slice(n, n + 10));
    taken.push(...queue.take(((n * 7) % 13) * BASE_BYTES));
  }
  while (!queue.isEmpty) taken.push(...queue.take(100 * BASE_BYTES));
  const lost = taken.reduce((sum, event) => sum + (event.kind === 'traceLost' ? event.traceLost.dropped : 0), 0);
  const written = taken.filter((event) => event.kind !== 'traceLost').length;
  assert.ok(lost > 0);
  assert.equal(written + lost, 1000);
  for (const [n, event] of taken.entries()) assert.ok(event.seq > (taken[n - 1]?.seq ?? 0));
});

test('clear forgets what waits and what was lost', () => {
  const queue = createEventQueue(1 * BASE_BYTES, 'slow');
  queue.push(light(3));
  queue.clear();
  assert.equal(queue.isEmpty, true);
  queue.push(light(1, 4));
  assert.equal(summary(queue.take(100 * BASE_BYTES)), '4');
});

test('what is dropped for a reason of its own is announced with it, at the latest before what is pushed after `settle`', () => {
  const queue = createEventQueue(100 * BASE_BYTES, 'slow');
  const [first, second, third] = light(3);
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  queue.drop(first, 'paused');
  queue.drop(second, 'paused');
  queue.settle();
  queue.push([third]);
  const [lost, kept] = queue.take(100 * BASE_BYTES);
  assert.ok(lost?.kind === 'traceLost');
  assert.deepEqual(lost.traceLost, { reason: 'paused', dropped: 2, firstSeq: 1, lastSeq: 2 });
  assert.equal(kept, third);
});

test('a full queue settles when there is room', () => {
  const queue = createEventQueue(1 * BASE_BYTES, 'slow');
  queue.push(light(2));
  queue.settle();
  assert.equal(summary(queue.take(100 * BASE_BYTES)), '1');
  assert.equal(summary(queue.take(100 * BASE_BYTES)), 'lost 2-2 (1)');
});

test('the announcement of a loss further up is never lost: the next one has its events, and says how many for which reason', () => {
  const queue = createEventQueue(2 * BASE_BYTES, 'slow');
  queue.push(light(3));
  queue.push([announcement(7, { reason: 'earlier', dropped: 4, firstSeq: 4, lastSeq: 9 })]);
  queue.push(light(1, 10));
  queue.take(100 * BASE_BYTES);
  const [lost] = queue.take(100 * BASE_BYTES);
  assert.ok(lost?.kind === 'traceLost');
  assert.deepEqual(lost.traceLost, { reason: 'slow (2); earlier (4)', dropped: 6, firstSeq: 3, lastSeq: 10 });
});

test('each event that finds no room is told of at once; a loss further up was told of there', () => {
  let dropped = 0;
  const queue = createEventQueue(2 * BASE_BYTES, 'slow', () => {
    dropped++;
  });
  queue.push(light(5));
  assert.equal(dropped, 3);
  const above: TraceEvent = {
    ...{ seq: 6, time: 0, offsetMs: 0, conn: '', kind: 'traceLost' },
    traceLost: { reason: 'above', dropped: 4, firstSeq: 6, lastSeq: 9 },
  };
  queue.push([above]);
  assert.equal(dropped, 3);
});
