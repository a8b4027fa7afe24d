import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unitsOf } from '../../../src/formats/pcapng/units.ts';
import { type EventBody, field, finding, frame, headers, stamp, streamClosed } from '../../support/events.ts';

const first = frame('CLIENT', 'HEADERS', 1);
const middle = frame('CLIENT', 'CONTINUATION', 1);
const last = frame('CLIENT', 'CONTINUATION', 1, {
  flags: ['END_HEADERS'],
  headers: headers('REQUEST', [field(':path', '/')]),
});
const ping = frame('SERVER', 'PING', 0, { ping: { opaque: '0102030405060708', ack: false } });

/** "1+2": the frames of a unit by `seq`; "!" for each comment; "remark", "gap". */
function shapes(...bodies: readonly EventBody[]): string[] {
  return Array.from(unitsOf(stamp(bodies)), (item) => {
    if (item.kind !== 'UNIT') return item.kind.toLowerCase();
    const seqs = [item.event, ...item.continuations].map(({ seq }) => seq);
    return seqs.join('+') + '!'.repeat(item.comments.length);
  });
}

test('the frames of a header block are one unit', () => {
  assert.deepEqual(shapes(ping, first, middle, last, ping), ['1', '2+3+4', '5']);
});

test('not so where something is between them, or the end is missing', () => {
  assert.deepEqual(shapes(first, ping, last), ['1', '2', '3']);
  assert.deepEqual(shapes(first, middle), ['1', '2']);
});

test('a flood of CONTINUATION frames is not held', () => {
  const flood = Array.from({ length: 2_500 }, () => middle);
  assert.equal(shapes(first, ...flood, last).length, 2_502);
});

test('what follows a packet and is about it is its comment', () => {
  assert.deepEqual(shapes(ping, finding({ evidence: [1] }), ping), ['1!', '3']);
  assert.deepEqual(shapes(ping, streamClosed({ error: 'CANCEL' })), ['1!']);
  assert.deepEqual(shapes(ping, streamClosed()), ['1']);
});

test('else it is for the next packet of its connection', () => {
  assert.deepEqual(shapes(ping, ping, finding({ evidence: [1] }), ping), ['1', '2', 'remark', '4']);
});

test('dropped events are a gap', () => {
  const lost: EventBody = { kind: 'traceLost', traceLost: { reason: 'slow', dropped: 2, firstSeq: 2, lastSeq: 3 } };
  assert.deepEqual(shapes(ping, lost, ping), ['1', 'gap', '3']);
});
