import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Rpc, Side } from '../../src/trace/event.ts';
import { type MessageTypes, messageFrom, noMessageTypes, TracedMessage } from '../../src/trace/message.ts';
import { MessageDeframer } from '../../src/wire/grpc/message-deframer.ts';
import { PreviewArena } from '../../src/wire/preview.ts';
import { hex } from '../support/frames.ts';
import { message } from '../support/script.ts';

const PLACE = {
  from: 'SERVER' as Side,
  streamId: 1,
  rpc: { service: 'a.B', method: 'C' } as Rpc | undefined,
  encoding: undefined as string | undefined,
  index: 0,
  firstFrame: 7,
  lastFrame: 9,
};
/** Field 1: 1. */
const BODY = hex('0801');

interface Asked {
  readonly types: MessageTypes;
  readonly calls: unknown[];
}

/** Types that know every message, and keep what they were asked. */
function knowing(json: { readonly known: boolean } | undefined = { known: true }): Asked {
  const calls: unknown[] = [];
  const decode: MessageTypes['decode'] = (...asked) => {
    calls.push(asked);
    return json;
  };
  return { types: { decode }, calls };
}

function traced(types: MessageTypes, { flag = 0, previewBytes = 100, place = PLACE } = {}): TracedMessage {
  return tracedBytes(types, message(BODY, flag), previewBytes, place);
}

function tracedBytes(types: MessageTypes, bytes: Uint8Array, previewBytes = 100, place = PLACE): TracedMessage {
  const [deframed] = new MessageDeframer(new PreviewArena(previewBytes)).push(bytes);
  assert.ok(deframed);
  const { compressed, length, truncated, preview } = deframed;
  return new TracedMessage({ ...place, compressed, length, truncated }, preview, types);
}

describe('what a message says', () => {
  test('json where its type is known: asked for when read, and once', () => {
    const { types, calls } = knowing();
    const known = traced(types);
    assert.deepEqual(known.preview, BODY);
    assert.equal(calls.length, 0);
    assert.deepEqual([known.json, known.json, known.fields], [{ known: true }, { known: true }, undefined]);
    assert.deepEqual(calls, [['a.B', 'C', 'SERVER', BODY]]);
  });

  test('its fields where the type is not known, or the bytes do not fit it', () => {
    const expected = [{ number: 1, wireType: 'VARINT', varint: 1n }];
    const { types } = knowing();
    assert.deepEqual(traced(noMessageTypes).fields, expected);
    assert.deepEqual(traced({ decode: () => undefined }).fields, expected);
    assert.deepEqual(traced(types, { place: { ...PLACE, rpc: undefined } }).fields, expected);
  });

  test('the fields of its beginning where the preview is not the whole', () => {
    const { types, calls } = knowing();
    const cut = traced(types, { previewBytes: 1 });
    assert.deepEqual([cut.truncated, cut.json, cut.fields], [true, undefined, []]);
    assert.equal(calls.length, 0);
  });

  test('nothing where it is compressed', () => {
    const { types, calls } = knowing();
    const compressed = traced(types, { flag: 1 });
    assert.deepEqual([compressed.compressed, compressed.json, compressed.fields], [true, undefined, undefined]);
    assert.equal(calls.length, 0);
  });

  test('no fields where it is not protobuf', () => {
    assert.equal(tracedBytes(noMessageTypes, message(hex('ff ff'))).fields, undefined);
  });
});

test('an encoding that was not sent is not there, nor a method that is not known', () => {
  assert.equal('encoding' in traced(noMessageTypes), false);
  assert.equal(traced(noMessageTypes, { place: { ...PLACE, encoding: 'gzip' } }).encoding, 'gzip');
  assert.equal('rpc' in traced(noMessageTypes, { place: { ...PLACE, rpc: undefined } }), false);
});

test('a message that was kept comes back as it was', () => {
  const { types } = knowing();
  for (const original of [traced(types), traced(noMessageTypes), traced(types, { previewBytes: 1 })]) {
    const { json, fields, ...kept } = { ...original, preview: original.preview, json: 0, fields: 0 };
    assert.deepEqual([json, fields], [0, 0]);
    const again = messageFrom(kept, original.json === undefined ? noMessageTypes : types);
    assert.deepEqual({ ...again }, { ...original });
    assert.deepEqual([again.preview, again.json, again.fields], [original.preview, original.json, original.fields]);
  }
});
