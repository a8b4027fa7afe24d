import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { PackedEvents } from '../../src/sinks/packed-events.ts';
import { packedParts } from '../../src/sinks/packed-parts.ts';
import type { TraceEvent } from '../../src/trace/event.ts';
import {
  type EventBody,
  frame,
  message,
  otherBodies,
  otherFrames,
  sampleBodies,
  stamp,
  streamClosed,
  unaryCall,
} from '../support/events.ts';

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
  frame('CLIENT', 'HEADERS', 3, { headers, violation }),
  frame('CLIENT', 'CONTINUATION', 3, { headers }),
];

function createEvents(capacity: number, previewBytes = 10_000): PackedEvents {
  return new PackedEvents(capacity, previewBytes, (kept) => kept);
}

function packed(events: readonly TraceEvent[]): TraceEvent[] {
  const rows = createEvents(events.length);
  for (const [row, event] of events.entries()) rows.set(row, event, packedParts(event));
  return events.map((_, row) => rows.get(row));
}

/** As it is kept: what a message says is read from its preview again. */
function withoutContent(event: TraceEvent): TraceEvent {
  if (event.kind !== 'message') return event;
  const { json, fields, ...message } = event.message;
  return { ...event, message };
}

test('an event comes back equal, whatever its kind and body', () => {
  const bodies = [...sampleBodies(), ...unaryCall(), ...otherFrames(), ...otherBodies(), ...EDGES];
  const events = stamp(bodies, 'c7', 5);
  assert.deepEqual(packed(events), events.map(withoutContent));
});

test('so does the end of a stream, whoever it was, however and at whichever stage', () => {
  const ends = ['TRAILERS', 'TRAILERS_ONLY', 'END_STREAM_WITHOUT_TRAILERS', 'RST_STREAM', 'CONNECTION_CLOSED'] as const;
  const stages = ['REQUEST', 'WAITING', 'RESPONSE', 'COMPLETE'] as const;
  const bodies = ends.flatMap((how) =>
    stages.flatMap((stage) =>
      (['CLIENT', 'SERVER'] as const).flatMap((endedBy) => [
        streamClosed({ how, stage, endedBy, retryReason: `${how} ${stage}` }),
        streamClosed({ how, stage, endedBy, retrySafe: endedBy === 'CLIENT', error: 'CANCEL', errorCode: 8 }),
      ]),
    ),
  );
  const events = stamp(bodies);
  assert.deepEqual(packed(events), events);
});

test('what a message says is read from what was kept of it', () => {
  const rows = new PackedEvents(1, 100, (kept) => ({ ...kept, json: [...kept.preview] }));
  const [event] = stamp([message('CLIENT', 1, { preview: Uint8Array.of(1, 2) })]);
  assert.ok(event);
  rows.set(0, event, packedParts(event));
  const again = rows.get(0);
  assert.deepEqual(again.kind === 'message' && again.message.json, [1, 2]);
});

test('an event has bytes of its own, whatever memory its preview is a view of', () => {
  const memory = Uint8Array.of(1, 2, 3, 4);
  const preview = memory.subarray(1, 3);
  const bodies = [
    frame('SERVER', 'DATA', 1, { data: { ...data, preview }, window: { connection: 0 } }),
    frame('SERVER', 'UNKNOWN', 1, { unknown: { preview, truncated: true } }),
    message('SERVER', 1, { preview }),
  ];
  const expected = structuredClone(stamp(bodies).map(withoutContent));
  const rows = createEvents(3);
  for (const [row, event] of stamp(bodies).entries()) rows.set(row, event, packedParts(event));
  memory.fill(0);
  assert.deepEqual(
    [0, 1, 2].map((row) => rows.get(row)),
    expected,
  );
});

test('a row that held another event has nothing left of it', () => {
  const rows = createEvents(1);
  for (const event of stamp([...unaryCall(), ...EDGES, ...unaryCall().reverse()])) {
    rows.set(0, event, packedParts(event));
    assert.deepEqual(rows.get(0), withoutContent(event));
    rows.clear(0);
  }
});

test('seq and what is referred to are known without making the event', () => {
  const rows = createEvents(3);
  const events = stamp(unaryCall().slice(0, 3), 'c1', 100);
  for (const [row, event] of events.entries()) {
    rows.set(row, event, { ...packedParts(event), referencedBytes: row + 0.5 });
  }
  assert.deepEqual([rows.seq(0), rows.seq(2), rows.referencedBytes(0), rows.referencedBytes(2)], [100, 102, 0.5, 2.5]);
});

test('clearing a row gives back the room of its preview, and lets go of what it referred to', async () => {
  const rows = createEvents(1, 100);
  const held = setHeadersFrame(rows);
  rows.clear(0);
  assert.equal(await isCollected(held), true);
  const [event] = stamp([message('CLIENT', 1, { preview: new Uint8Array(60) })]);
  assert.ok(event);
  rows.set(0, event, packedParts(event));
  assert.deepEqual([rows.hasRoomFor(new Uint8Array(40)), rows.hasRoomFor(new Uint8Array(41))], [true, false]);
  rows.clear(0);
  assert.equal(rows.hasRoomFor(new Uint8Array(100)), true);
});

/** A function of its own, so that no variable of the test holds the event. */
function setHeadersFrame(rows: PackedEvents): WeakRef<object> {
  const fields = [{ name: 'a', value: 'b', representation: 'LITERAL', index: 0 } as const];
  for (const event of stamp([frame('SERVER', 'HEADERS', 1, { headers: { ...headers, fields } })])) {
    rows.set(0, event, packedParts(event));
  }
  return new WeakRef(fields);
}

async function isCollected(ref: WeakRef<object>): Promise<boolean> {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  // A WeakRef keeps its target until the turn of the event loop in which it was made is over.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  return ref.deref() === undefined;
}
