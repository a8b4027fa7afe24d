import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PackedRows } from '../../src/sinks/packed-rows.ts';
import { createRing, type Ring } from '../../src/sinks/ring.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { type EventBody, frame, headers, message, stamp, streamClosed } from '../support/events.ts';

/** Refers to nothing and has no preview. */
const light: EventBody = frame('CLIENT', 'WINDOW_UPDATE', 0, {
  windowUpdate: { increment: 1 },
  window: { connection: 1 },
});

/** Three eighths are for rows, three for what they refer to, two for previews. */
const PER_ROW = (8 * PackedRows.ROW_BYTES) / 3;

function ringOf(rows: number): Ring {
  return createRing({ maxBytes: rows * PER_ROW, readMessage: (kept) => kept });
}

/** A header list of about so many bytes. */
function referring(listSize: number): EventBody {
  return frame('CLIENT', 'HEADERS', 1, { headers: { ...headers('REQUEST', []), listSize } });
}

function previewing(length: number): EventBody {
  return message('CLIENT', 1, { preview: new Uint8Array(length), length });
}

function seqs(events: readonly TraceEvent[]): number[] {
  return events.map((event) => event.seq);
}

function written(ring: Ring, bodies: readonly EventBody[]): Ring {
  for (const event of stamp(bodies)) ring.write([event]);
  return ring;
}

test('an empty ring has nothing', () => {
  const ring = ringOf(10);
  assert.deepEqual(ring.snapshot(), []);
  assert.deepEqual([ring.firstSeq, ring.lastSeq, ring.dropped], [undefined, undefined, 0]);
});

test('the newest events are kept, oldest first, and the others counted', () => {
  const ring = written(ringOf(10), Array(37).fill(light));
  assert.deepEqual(seqs(ring.snapshot()), [28, 29, 30, 31, 32, 33, 34, 35, 36, 37]);
  assert.deepEqual([ring.firstSeq, ring.lastSeq, ring.dropped], [28, 37, 27]);
});

describe('an event that needs much', () => {
  // 192 bytes a row: 1,920 for what ten rows refer to, 1,280 for their previews.
  // A preview is in one piece, so it may need more room than it takes.
  const bodies: readonly [string, EventBody, EventBody, EventBody, number][] = [
    ['memory that it refers to', referring(420), referring(1500), referring(1921), 2],
    ['room for its preview', previewing(300), previewing(1000), previewing(1281), 4],
  ];
  for (const [what, some, much, tooMuch, expected] of bodies) {
    test(`${what}: makes room for itself`, () => {
      const ring = written(ringOf(10), [light, some, light, some, light, much, light]);
      assert.deepEqual(seqs(ring.snapshot()), [3, 4, 5, 6, 7].slice(expected - 2));
      assert.equal(ring.dropped, expected);
    });

    test(`${what}: more than there is for all is dropped, and the others stay`, () => {
      const ring = written(ringOf(10), [light, some, tooMuch, light]);
      assert.deepEqual(seqs(ring.snapshot()), [1, 2, 4]);
      assert.deepEqual([ring.firstSeq, ring.lastSeq, ring.dropped], [1, 4, 1]);
    });
  }
});

test('whatever comes, nothing is lost uncounted, and what is held fits', () => {
  const ring = ringOf(50);
  const kinds = [light, streamClosed()];
  const bodies = Array.from({ length: 3000 }, (_, n): EventBody => {
    if (n % 3 === 0) return referring(20 * (1 + ((n * 7) % 97)));
    return n % 3 === 1 ? previewing((n * 13) % 1999) : (kinds[n % 2] ?? light);
  });
  for (const [n, event] of stamp(bodies).entries()) {
    ring.write([event]);
    const held = ring.snapshot();
    assert.equal(held.length + ring.dropped, n + 1);
    assert.equal(ring.lastSeq, n + 1);
    const previews = held.reduce((sum, one) => sum + (one.kind === 'message' ? one.message.preview.length : 0), 0);
    assert.ok(held.length <= 50 && previews <= (50 * PER_ROW) / 4, `${held.length} events, ${previews} bytes`);
  }
});

test('a snapshot is not changed by what comes after it', () => {
  const ring = written(ringOf(2), [previewing(10), light]);
  const before = ring.snapshot();
  ring.write(stamp([previewing(20), previewing(30)], 'c1', 3));
  assert.deepEqual(before, stamp([previewing(10), light]));
});

test('memory for no event at all is refused', () => {
  assert.throws(() => createRing({ maxBytes: 100, readMessage: (kept) => kept }), /100 bytes has no room for an event/);
});

test('an event is found by its number, also behind one that there was no room for', () => {
  const ring = written(ringOf(10), [...Array(20).fill(light), referring(1921), light, light]);
  for (const seq of [13, 14, 20, 22, 23]) assert.equal(ring.get(seq)?.seq, seq);
  for (const seq of [-1, 0, 12, 21, 24, 1.5]) assert.equal(ring.get(seq), undefined, String(seq));
  assert.equal(ringOf(10).get(1), undefined);
});
