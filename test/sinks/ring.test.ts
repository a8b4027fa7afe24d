import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASE_BYTES, estimateBytes } from '../../src/sinks/estimate.ts';
import { createRing } from '../../src/sinks/ring.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { type EventBody, frame, stamp } from '../support/events.ts';

const light: EventBody = frame('CLIENT', 'PING', 0, { ping: { opaque: '0102030405060708', ack: false } });

/** An event that weighs `size` light ones. */
function heavy(size: number): EventBody {
  return frame('CLIENT', 'GOAWAY', 0, { length: (size - 1) * BASE_BYTES });
}

function seqs(events: readonly TraceEvent[]): number[] {
  return events.map((event) => event.seq);
}

test('an empty ring has nothing', () => {
  const ring = createRing(10 * BASE_BYTES);
  assert.deepEqual(ring.snapshot(), []);
  assert.deepEqual([ring.firstSeq, ring.lastSeq, ring.dropped], [undefined, undefined, 0]);
});

test('the newest events are kept, oldest first, and the others counted', () => {
  const ring = createRing(10 * BASE_BYTES);
  for (const event of stamp(Array.from({ length: 37 }, () => light))) ring.write([event]);
  assert.deepEqual(seqs(ring.snapshot()), [28, 29, 30, 31, 32, 33, 34, 35, 36, 37]);
  assert.deepEqual([ring.firstSeq, ring.lastSeq, ring.dropped], [28, 37, 27]);
});

test('a heavy event makes room for itself', () => {
  const ring = createRing(10 * BASE_BYTES);
  const [event] = stamp([heavy(8)], 'c1', 11);
  assert.ok(event);
  ring.write(stamp(Array.from({ length: 10 }, () => light)));
  ring.write([event]);
  assert.deepEqual(seqs(ring.snapshot()), [9, 10, 11]);
  assert.equal(ring.dropped, 8);
});

test('an event that is heavier than the ring empties it, and does not stay', () => {
  const ring = createRing(10 * BASE_BYTES);
  ring.write(stamp([light, light, heavy(11), light]));
  assert.deepEqual(seqs(ring.snapshot()), [4]);
  assert.deepEqual([ring.firstSeq, ring.lastSeq, ring.dropped], [4, 4, 3]);
});

test('what is held never weighs more than the limit, and nothing is lost uncounted', () => {
  const maxBytes = 50 * BASE_BYTES;
  const ring = createRing(maxBytes);
  const bodies = Array.from({ length: 2000 }, (_, n) => heavy(1 + ((n * 7) % 23)));
  for (const [n, event] of stamp(bodies).entries()) {
    ring.write([event]);
    const held = ring.snapshot();
    const weight = held.reduce((sum, one) => sum + estimateBytes(one), 0);
    assert.ok(weight <= maxBytes);
    assert.equal(held.length + ring.dropped, n + 1);
    assert.equal(ring.lastSeq, n + 1);
  }
});

test('a snapshot is not changed by what comes after it', () => {
  const ring = createRing(2 * BASE_BYTES);
  ring.write(stamp([light, light]));
  const before = ring.snapshot();
  ring.write(stamp([light], 'c1', 3));
  assert.deepEqual(seqs(before), [1, 2]);
});
