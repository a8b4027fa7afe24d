import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Frame } from '../../../src/wire/http2/frame.ts';
import { encodeFrame, encodeHeaderBlock } from '../../../src/wire/http2/frame-writer.ts';
import { frames, hex, join, readFrame, readFrames, toBytes } from '../../support/frames.ts';

function writtenAgain(frame: Frame): Uint8Array {
  if (frame.type === 'DATA' || frame.type === 'MALFORMED') throw new Error(`${frame.type} cannot be written again`);
  return encodeFrame(frame);
}

test('what was read can be written again, byte for byte', () => {
  const all = [
    frames.headers(1, 'abc', { endStream: true, padding: 2 }),
    frames.headers(1, 'abc', { priority: { streamDependency: 2 ** 31 - 1, exclusive: true, weight: 256 } }),
    frames.raw(1, 0xff, 1, hex('00 00000000 00 82')),
    frames.priority(1, { streamDependency: 3, exclusive: false, weight: 1 }),
    frames.rst(1, 'HTTP_1_1_REQUIRED'),
    frames.settings({ HEADER_TABLE_SIZE: 0, ENABLE_PUSH: 7, INITIAL_WINDOW_SIZE: 2 ** 32 - 1 }),
    frames.settingsAck(),
    frames.pushPromise(1, 2, 'abc', { padding: 255 }),
    frames.ping('0102030405060708'),
    frames.pong('0102030405060708'),
    frames.goaway(2 ** 31 - 1, 'NO_ERROR', 'bye'),
    frames.windowUpdate(7, 2 ** 31 - 1),
    frames.continuation(1, 'abc', { endHeaders: false }),
    frames.altsvc(1, '', 'h2=":443"'),
    frames.origin('https://a', ''),
    frames.priorityUpdate(5, 'u=0, i'),
    frames.raw(0xfe, 0xff, 2 ** 31 - 1, 'unknown'),
  ];
  for (const bytes of all) assert.deepEqual(writtenAgain(readFrame(bytes)), bytes);
});

test('flags that the fields imply are set, and others kept', () => {
  const priority = { streamDependency: 0, exclusive: false, weight: 1 };
  const fragment = hex('');
  const headers = encodeFrame({ type: 'HEADERS', streamId: 1, flagBits: 0x40, fragment, padding: 1, priority });
  assert.equal(readFrame(headers).flagBits, 0x68);
  assert.equal(readFrame(frames.settingsAck()).flagBits, 0x01);
  assert.equal(readFrame(frames.data(1, '', { padding: 1 })).flagBits, 0x08);
});

test('§6.1: PADDED without padding is a Pad Length of 0', () => {
  const bytes = encodeFrame({ type: 'DATA', streamId: 1, flagBits: 0x8, bytes: toBytes('a') });
  assert.deepEqual(bytes, hex('000002 00 08 00000001 00 61'));
});

test('§4.3: a header block is HEADERS and as many CONTINUATIONs as it takes', () => {
  const first = { type: 'HEADERS', streamId: 1, flagBits: 0x1, fragment: toBytes('abcdefg') } as const;
  assert.deepEqual(encodeHeaderBlock(first, 3), [
    frames.headers(1, 'abc', { endStream: true, endHeaders: false }),
    frames.continuation(1, 'def', { endHeaders: false }),
    frames.continuation(1, 'g'),
  ]);
});

test('§4.3: a header block that fits is one frame', () => {
  const first = { type: 'PUSH_PROMISE', streamId: 1, promisedStreamId: 2, fragment: toBytes('abc') } as const;
  assert.deepEqual(encodeHeaderBlock(first, 3), [frames.pushPromise(1, 2, 'abc')]);
  const empty = { type: 'HEADERS', streamId: 1, fragment: hex('') } as const;
  assert.deepEqual(encodeHeaderBlock(empty, 3), [frames.headers(1, '')]);
});

test('frames of a split block are read as they were written', () => {
  const priority = { streamDependency: 0, exclusive: false, weight: 16 };
  const first = { type: 'HEADERS', streamId: 1, fragment: toBytes('abcde'), padding: 4, priority } as const;
  const items = readFrames(join(...encodeHeaderBlock(first, 2)));
  assert.deepEqual(
    items.map((item) => [item.type, item.flagBits]),
    [
      ['HEADERS', 0x28],
      ['CONTINUATION', 0],
      ['CONTINUATION', 0x4],
    ],
  );
});
