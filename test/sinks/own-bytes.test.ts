import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withOwnBytes } from '../../src/sinks/own-bytes.ts';
import type { KeptMessage, TraceEvent } from '../../src/trace/event.ts';
import { messageFrom, noMessageTypes } from '../../src/trace/message.ts';
import { frame, message, sampleBodies, stamp } from '../support/events.ts';

const readMessage = (kept: KeptMessage) => messageFrom(kept, noMessageTypes);

function previewOf(event: TraceEvent): Uint8Array | undefined {
  if (event.kind === 'message') return event.message.preview;
  return event.kind === 'frame' ? (event.frame.data ?? event.frame.unknown)?.preview : undefined;
}

test('a preview gets memory of its own, and the event stays equal', () => {
  const slab = new Uint8Array(1_000);
  const preview = slab.subarray(500, 510);
  const shared = stamp([
    frame('CLIENT', 'DATA', 1, { data: { padding: 0, preview, truncated: true } }),
    frame('CLIENT', 'UNKNOWN', 1, { unknown: { preview, truncated: true } }),
  ]);
  for (const event of shared) {
    const own = withOwnBytes(event, readMessage);
    assert.equal(previewOf(own)?.buffer.byteLength, 10);
    assert.deepEqual(own, event);
  }
  const [event] = stamp([message('CLIENT', 1, { preview, length: 10, encoding: 'gzip' })]);
  assert.ok(event?.kind === 'message');
  const own = withOwnBytes({ ...event, message: readMessage(event.message) }, readMessage);
  assert.equal(previewOf(own)?.buffer.byteLength, 10);
  assert.ok(own.kind === 'message');
  assert.equal(own.message.encoding, 'gzip');
  assert.deepEqual(own.message.fields, readMessage(event.message).fields);
});

test('what has no preview is the same event', () => {
  for (const event of stamp(sampleBodies()).filter((each) => previewOf(each) === undefined)) {
    assert.equal(withOwnBytes(event, readMessage), event);
  }
});
