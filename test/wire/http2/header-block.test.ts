import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameReader } from '../../../src/wire/http2/frame-reader.ts';
import { encodeHeaderBlock } from '../../../src/wire/http2/frame-writer.ts';
import {
  HeaderBlockAssembler,
  type HeaderBlockResult,
  MAX_HEADER_BLOCK,
} from '../../../src/wire/http2/header-block.ts';
import { frames, hex, join, toBytes } from '../../support/frames.ts';
import { assertSameHoweverSplit } from '../../support/splits.ts';

/** A reader and an assembler, one behind the other. */
function blockReader(maxBufferedPayload = 65_536): (chunk: Uint8Array) => HeaderBlockResult[] {
  const reader = new FrameReader({ maxBufferedPayload });
  const assembler = new HeaderBlockAssembler();
  return (chunk) => reader.push(chunk).flatMap((item) => assembler.push(item) ?? []);
}

function blocksOf(...parts: readonly Uint8Array[]): readonly HeaderBlockResult[] {
  return assertSameHoweverSplit(join(...parts), () => blockReader());
}

const ONE_BLOCK = {
  outcome: 'COMPLETE',
  kind: 'HEADERS',
  streamId: 1,
  endStream: false,
  promisedStreamId: 0,
  frames: 1,
  blockLength: 3,
  block: toBytes('abc'),
};

function brokenBlock(reason: string) {
  return { outcome: 'VIOLATION', violation: { errorCode: 1, scope: 'CONNECTION', reason, spec: 'RFC 9113 §6.10' } };
}

test('§4.3: HEADERS with END_HEADERS is a whole block', () => {
  assert.deepEqual(blocksOf(frames.headers(1, 'abc', { padding: 3 })), [ONE_BLOCK]);
});

test('a block in one frame is not copied', () => {
  const chunk = frames.headers(1, 'abc');
  const [result] = blockReader()(chunk);
  assert.equal(result?.outcome === 'COMPLETE' && result.block.buffer, chunk.buffer);
});

test('§4.3: fragments are joined, with the next block and other frames behind them', () => {
  const first = { type: 'HEADERS', streamId: 1, flagBits: 0x1, fragment: toBytes('abcdefg') } as const;
  const bytes = [...encodeHeaderBlock(first, 3), frames.data(3, 'x'), frames.headers(1, 'abc')];
  const joined = { ...ONE_BLOCK, endStream: true, frames: 3, blockLength: 7, block: toBytes('abcdefg') };
  assert.deepEqual(blocksOf(...bytes), [joined, ONE_BLOCK]);
});

test('§6.6: PUSH_PROMISE begins a block for the stream that it promises', () => {
  const first = { type: 'PUSH_PROMISE', streamId: 1, promisedStreamId: 2, fragment: toBytes('abc') } as const;
  assert.deepEqual(blocksOf(...encodeHeaderBlock(first, 2)), [
    { ...ONE_BLOCK, kind: 'PUSH_PROMISE', promisedStreamId: 2, frames: 2 },
  ]);
});

test('§6.2: bit 0x1 of CONTINUATION and PUSH_PROMISE is not END_STREAM', () => {
  const promise = frames.raw(5, 0x5, 1, hex('00000002 61 62 63'));
  const [result] = blocksOf(promise);
  assert.equal(result?.outcome === 'COMPLETE' && result.endStream, false);
});

test('§6.10: no other frame comes within a block', () => {
  const open = frames.headers(1, 'a', { endHeaders: false });
  const intruder = frames.ping('0000000000000000');
  const reason = 'PING on stream 0 came within a header block, expected CONTINUATION on stream 1';
  assert.deepEqual(blocksOf(open, intruder, frames.headers(1, 'abc')), [brokenBlock(reason), ONE_BLOCK]);
});

test('§6.10: DATA within a block is one violation, though it comes as parts and a frame', () => {
  const reason = 'DATA on stream 1 came within a header block, expected CONTINUATION on stream 1';
  const bytes = [frames.headers(1, 'a', { endHeaders: false }), frames.data(1, 'xyz')];
  assert.deepEqual(blocksOf(...bytes), [brokenBlock(reason)]);
});

test('§6.10: CONTINUATION on another stream', () => {
  const open = frames.headers(1, 'a', { endHeaders: false });
  const reason = 'CONTINUATION on stream 3 came within a header block, expected CONTINUATION on stream 1';
  assert.deepEqual(blocksOf(open, frames.continuation(3, 'b')), [brokenBlock(reason)]);
});

test('§6.10: CONTINUATION without a block', () => {
  const reason = 'CONTINUATION on stream 1 follows no HEADERS or PUSH_PROMISE';
  assert.deepEqual(blocksOf(frames.continuation(1, 'a')), [brokenBlock(reason)]);
  assert.deepEqual(blocksOf(frames.headers(1, 'abc'), frames.continuation(1, 'a')), [ONE_BLOCK, brokenBlock(reason)]);
});

test('§6.10: a block within a block is one violation, and then a block of its own', () => {
  const reason = 'HEADERS on stream 3 came within a header block, expected CONTINUATION on stream 1';
  const bytes = [
    frames.headers(1, 'x', { endHeaders: false }),
    frames.headers(3, 'a', { endHeaders: false }),
    frames.continuation(3, 'bc'),
  ];
  assert.deepEqual(blocksOf(...bytes), [brokenBlock(reason), { ...ONE_BLOCK, streamId: 3, frames: 2 }]);
});

test('a block past MAX_HEADER_BLOCK is dropped, and reported when it ends', () => {
  const push = blockReader();
  const fragment = new Uint8Array(16_384);
  assert.deepEqual(push(frames.headers(1, fragment, { endHeaders: false })), []);
  const count = MAX_HEADER_BLOCK / fragment.length;
  for (let i = 0; i < count; i++) assert.deepEqual(push(frames.continuation(1, fragment, { endHeaders: false })), []);
  const { block, ...facts } = { ...ONE_BLOCK, outcome: 'UNREADABLE', frames: count + 2 };
  const blockLength = MAX_HEADER_BLOCK + fragment.length + block.length;
  const end = join(frames.continuation(1, block), frames.headers(1, 'abc'));
  assert.deepEqual(push(end), [{ ...facts, blockLength, reason: 'TOO_LONG' }, ONE_BLOCK]);
});

test('a block of exactly MAX_HEADER_BLOCK is kept', () => {
  const first = { type: 'HEADERS', streamId: 1, fragment: new Uint8Array(MAX_HEADER_BLOCK) } as const;
  const [result] = blockReader()(join(...encodeHeaderBlock(first, 16_384)));
  assert.equal(result?.outcome === 'COMPLETE' && result.block.length, MAX_HEADER_BLOCK);
});

test('empty CONTINUATIONs without end are counted, and take no memory', () => {
  const push = blockReader();
  push(frames.headers(1, 'abc', { endHeaders: false }));
  const flood = join(...Array(1000).fill(frames.continuation(1, '', { endHeaders: false })));
  for (let i = 0; i < 100; i++) assert.deepEqual(push(flood), []);
  const [result] = push(frames.continuation(1, ''));
  assert.equal(result?.outcome === 'COMPLETE' && result.block.buffer.byteLength, 256);
  assert.equal(result?.outcome === 'COMPLETE' && result.frames, 100_002);
});

test('a MALFORMED frame makes its block unreadable, not the ones behind it', () => {
  const { block, ...facts } = { ...ONE_BLOCK, outcome: 'UNREADABLE', reason: 'MALFORMED' };
  const badPadding = hex('ff 6162');
  assert.deepEqual(blocksOf(frames.raw(1, 0x0c, 1, badPadding), frames.headers(1, 'abc')), [facts, ONE_BLOCK]);
  const bytes = [frames.raw(1, 0x08, 1, badPadding), frames.continuation(1, block)];
  assert.deepEqual(blocksOf(...bytes), [{ ...facts, frames: 2, blockLength: 6 }]);
});

test('a CONTINUATION that is too long to hold makes its block unreadable', () => {
  const push = blockReader(4);
  const [result] = push(join(frames.headers(1, 'a', { endHeaders: false }), frames.continuation(1, '12345')));
  assert.equal(result?.outcome === 'UNREADABLE' && result.reason, 'MALFORMED');
});
