import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message, ProtobufField } from '../../../src/trace/event.ts';
import { payloadOf, prettyJson, protobufLines } from '../../../src/web/model/message-text.ts';
import { bytes, type EventBody, frame, message, otherBodies, stamp } from '../../support/events.ts';

function payload(body: EventBody) {
  const [event] = stamp([body]);
  return event === undefined ? undefined : payloadOf(event);
}

const ofMessage = (parts: Partial<Message>) => payload(message('CLIENT', 1, parts));

test('a message of a known type is its JSON on several lines', () => {
  const found = ofMessage({ json: { message: 'hi', tags: ['a'] } });
  assert.equal(found?.json, '{\n  "message": "hi",\n  "tags": [\n    "a"\n  ]\n}');
  assert.equal(found?.raw, undefined);
  assert.deepEqual(found?.notes, []);
});

test('JSON that is shown has no control characters and no bidirectional overrides', () => {
  assert.equal(prettyJson({ a: '\u202ecba\u001b' }), '{\n  "a": "\\u202ecba\\u001b"\n}');
  assert.equal(prettyJson({ a: 'zwölf 😀' }), '{\n  "a": "zwölf 😀"\n}');
});

test('HTML is text', () => {
  assert.equal(prettyJson('<img src=x onerror=alert(1)>'), '"<img src=x onerror=alert(1)>"');
});

test('a message of an unknown type is a field a line', () => {
  const fields: ProtobufField[] = [
    { number: 1, wireType: 'LEN', text: 'hello' },
    { number: 4, wireType: 'LEN', message: [{ number: 1, wireType: 'I32', i32: 7 }] },
    { number: 7, wireType: 'GROUP', message: [] },
    { number: 8, wireType: 'GROUP', message: [{ number: 2, wireType: 'VARINT', varint: 150n }] },
  ];
  const found = ofMessage({ fields });
  assert.equal(found?.raw, '1:"hello"\n4: {\n  1:7i32\n}\n7:!{}\n8: !{\n  2:150\n}');
  assert.deepEqual(found?.notes, ['the type is not known here: fields by number']);
});

test('messages within messages end where nobody could read them', () => {
  let field: ProtobufField = { number: 1, wireType: 'VARINT', varint: 1n };
  for (let level = 0; level < 5_000; level++) field = { number: 1, wireType: 'LEN', message: [field] };
  const lines = protobufLines([field]);
  assert.ok(lines.length < 200);
  assert.ok(lines.some((line) => line.endsWith('1: {…}')));
});

test('compressed and truncated are told', () => {
  const found = ofMessage({ compressed: true, encoding: 'gzip', truncated: true, length: 5000 });
  assert.deepEqual(found?.notes, [
    'compressed with gzip: the bytes are shown as sent',
    'truncated: first 7 of 5,000 bytes (payload bytes: --payload-bytes)',
  ]);
  assert.deepEqual(ofMessage({ compressed: true })?.notes, [
    'compressed by a method that was not named: the bytes are shown as sent',
  ]);
});

test('an empty message says what that means', () => {
  const found = ofMessage({ length: 0, preview: new Uint8Array(), fields: [] });
  assert.deepEqual(found?.notes, ['empty: all fields have their defaults']);
  assert.equal(found?.raw, undefined);
});

test('DATA is its bytes, without its padding', () => {
  const data = frame('CLIENT', 'DATA', 1, {
    flags: ['PADDED'],
    length: 2011,
    data: { padding: 10, preview: bytes('abc'), truncated: true },
  });
  assert.deepEqual(payload(data)?.notes, [
    '10 bytes of padding left out',
    'truncated: first 3 of 2,000 bytes (payload bytes: --payload-bytes)',
  ]);
});

test('an unknown frame has bytes, other events have none', () => {
  const unknown = frame('CLIENT', 'UNKNOWN', 0, { length: 9, unknown: { preview: bytes('abc'), truncated: true } });
  assert.deepEqual(payload(unknown)?.notes, ['truncated: first 3 of 9 bytes (payload bytes: --payload-bytes)']);
  assert.equal(payload(frame('CLIENT', 'PING', 0)), undefined);
  const others = otherBodies().filter(({ kind }) => kind !== 'message');
  assert.ok(others.every((body) => payload(body) === undefined));
});
