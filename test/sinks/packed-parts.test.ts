import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateBytes } from '../../src/sinks/estimate.ts';
import { type PackedParts, packedParts } from '../../src/sinks/packed-parts.ts';
import { type EventBody, field, frame, headers, message, stamp, streamClosed } from '../support/events.ts';

const preview = Uint8Array.of(1, 2, 3);
const data = { padding: 0, preview, truncated: false };
const window = { connection: 1 };
const long = 'x'.repeat(10_000);

function partsOf(body: EventBody): PackedParts {
  const [event] = stamp([body]);
  assert.ok(event);
  return packedParts(event);
}

test('the preview of a DATA frame and of a message is kept apart', () => {
  for (const body of [frame('CLIENT', 'DATA', 1, { data, window }), message('CLIENT', 1, { preview })]) {
    assert.deepEqual(partsOf(body).preview, preview, body.kind);
  }
});

test('frames that most traffic consists of have a form of their own; the others are kept whole', () => {
  const formOf = (...args: Parameters<typeof frame>) => partsOf(frame(...args)).form;
  assert.equal(formOf('CLIENT', 'DATA', 1, { data, window }), 'DATA');
  assert.equal(formOf('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', []) }), 'HEADERS');
  assert.equal(formOf('CLIENT', 'WINDOW_UPDATE', 0, { windowUpdate: { increment: 1 }, window }), 'WINDOW_UPDATE');
  const priority = { streamDependency: 0, exclusive: false, weight: 16 };
  assert.equal(formOf('CLIENT', 'HEADERS', 1, { headers: headers('REQUEST', []), priority }), 'WHOLE');
  assert.equal(formOf('CLIENT', 'HEADERS', 1), 'WHOLE');
  assert.equal(formOf('CLIENT', 'PING', 0, { ping: { opaque: '', ack: false } }), 'WHOLE');
});

test('what a peer can make long and a row refers to is in the estimate', () => {
  const list = { ...headers('REQUEST', [field('a', long)]), listSize: 10_033 };
  const bodies: EventBody[] = [
    frame('CLIENT', 'HEADERS', 1, { headers: list }),
    message('CLIENT', 1, { rpc: { service: long, method: '' } }),
    { kind: 'streamOpened', streamOpened: { streamId: 1, method: 'GET', path: long, authority: '' } },
    { kind: 'streamOpened', streamOpened: { streamId: 1, method: 'GET', path: '', authority: long } },
    streamClosed({ grpcStatus: { code: 2, name: 'UNKNOWN', message: long } }),
    streamClosed({ error: 'CANCEL', errorCode: 8, originReason: long }),
  ];
  for (const body of bodies) assert.ok(partsOf(body).referencedBytes >= 10_000, JSON.stringify(body).slice(0, 80));
});

test('a row that refers to nothing but what all have in common weighs nothing; a whole event what it is estimated at', () => {
  assert.equal(partsOf(frame('CLIENT', 'DATA', 1, { data, window })).referencedBytes, 0);
  assert.equal(partsOf(streamClosed()).referencedBytes, 0);
  const [ping] = stamp([frame('CLIENT', 'PING', 0, { ping: { opaque: '', ack: false } })]);
  assert.ok(ping);
  assert.equal(packedParts(ping).referencedBytes, estimateBytes(ping));
});
