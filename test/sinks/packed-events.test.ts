import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PackedEvents } from '../../src/sinks/packed-events.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import { type EventBody, frame, otherBodies, otherFrames, sampleBodies, stamp, unaryCall } from '../support/events.ts';

const violation = {
  error: 'PROTOCOL_ERROR',
  errorCode: 1,
  scope: 'CONNECTION',
  reason: 'first frame is DATA, expected SETTINGS',
  spec: 'RFC 9113 §3.4',
} as const;
const data = { padding: 3, preview: Uint8Array.of(1, 2, 3), truncated: true };
const headers = { category: 'REQUEST', fields: [], blockLength: 7, listSize: 42, tableSize: 4096 } as const;

/** Frames at the edge of what a row has columns for. */
const EDGES: readonly EventBody[] = [
  frame('SERVER', 'DATA', 1, { data, window: { connection: -5, stream: -70_000 } }),
  frame('SERVER', 'DATA', 1, { data, window: { connection: 0 } }),
  frame('SERVER', 'DATA', 1, { data, window: { connection: 0 }, violation }),
  frame('CLIENT', 'WINDOW_UPDATE', 0, { windowUpdate: { increment: 0 }, window: { connection: 2 ** 31 }, violation }),
  frame('CLIENT', 'WINDOW_UPDATE', 5, { windowUpdate: { increment: 1 }, window: { connection: 1, stream: 0 } }),
  frame('CLIENT', 'WINDOW_UPDATE', 5, { unknown: { preview: new Uint8Array(3), truncated: false } }),
  frame('CLIENT', 'HEADERS', 3),
  frame('CLIENT', 'HEADERS', 3, { headers: { ...headers, incomplete: 'HPACK decoding failed' } }),
  frame('CLIENT', 'HEADERS', 3, { headers, priority: { streamDependency: 1, exclusive: true, weight: 256 } }),
  frame('CLIENT', 'CONTINUATION', 3, { headers }),
];

function packed(events: readonly TraceEvent[]): TraceEvent[] {
  const rows = new PackedEvents(events.length);
  for (const [row, event] of events.entries()) rows.set(row, event, row * 10);
  return events.map((_, row) => rows.get(row));
}

test('an event comes back equal, whatever its kind and body', () => {
  const bodies = [...sampleBodies(), ...unaryCall(), ...otherFrames(), ...otherBodies(), ...EDGES];
  const events = stamp(bodies, 'c7', 5);
  assert.deepEqual(packed(events), events);
});

test('a row that held another event has nothing left of it', () => {
  const rows = new PackedEvents(1);
  for (const event of stamp([...unaryCall(), ...EDGES, ...unaryCall().reverse()])) {
    rows.set(0, event, 1);
    assert.deepEqual(rows.get(0), event);
  }
});

test('seq and weight are known without making the event', () => {
  const rows = new PackedEvents(3);
  const events = stamp(unaryCall().slice(0, 3), 'c1', 100);
  for (const [row, event] of events.entries()) rows.set(row, event, row + 0.5);
  assert.deepEqual([rows.seq(0), rows.seq(2), rows.weight(0), rows.weight(2)], [100, 102, 0.5, 2.5]);
});

test('clearing a row lets go of what it referred to', async () => {
  const rows = new PackedEvents(1);
  const held = setDataFrame(rows);
  rows.clear(0);
  assert.equal(await isCollected(held), true);
});

/** A function of its own, so that no variable of the test holds the event. */
function setDataFrame(rows: PackedEvents): WeakRef<object> {
  const own = { ...data, preview: new Uint8Array(100) };
  for (const event of stamp([frame('SERVER', 'DATA', 1, { data: own, window: { connection: 0 } })])) {
    rows.set(0, event, 1);
  }
  return new WeakRef(own);
}

async function isCollected(ref: WeakRef<object>): Promise<boolean> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // A WeakRef keeps its target until the turn of the event loop in which it was made is over.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  return ref.deref() === undefined;
}
