import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FrameItem } from '../../../../src/wire/http2/frame.ts';
import { frames, hex, readFrame, readFrames, ruleBroken, toBytes } from '../../../support/frames.ts';

test('§6.1: Pad Length, Data, Padding', () => {
  const facts = { length: 6, typeCode: 0, flagBits: 0x9, streamId: 1, dataLength: 3, padding: 2 };
  assert.deepEqual(readFrames(hex('000006 00 09 00000001 02 616263 0000')), [
    { type: 'DATA_PART', ...facts, bytes: toBytes('abc') },
    { type: 'DATA', ...facts },
  ]);
});

test('§6.1: without PADDED the payload is the data', () => {
  const [part, frame] = readFrames(frames.data(3, 'hello'));
  assert.deepEqual(part?.type === 'DATA_PART' && part.bytes, toBytes('hello'));
  assert.deepEqual(frame, {
    type: 'DATA',
    length: 5,
    typeCode: 0,
    flagBits: 0,
    streamId: 3,
    dataLength: 5,
    padding: 0,
  });
});

test('§6.1: a frame without data has no part', () => {
  const types = (items: readonly FrameItem[]) => items.map((item) => item.type);
  assert.deepEqual(types(readFrames(frames.data(1, '', { endStream: true }))), ['DATA']);
  assert.deepEqual(types(readFrames(frames.data(1, '', { padding: 5 }))), ['DATA']);
});

test('§6.1: DATA on stream 0 is an error of the connection, known from its first part', () => {
  const items = readFrames(frames.data(0, 'abc'));
  assert.deepEqual(items.map(ruleBroken), Array(2).fill('PROTOCOL_ERROR CONNECTION RFC 9113 §6.1'));
});

test('§6.1: padding may fill the frame, and not more', () => {
  assert.equal(ruleBroken(readFrame(hex('000003 00 08 00000001 02 0000'))), 'none');
  const frame = readFrame(hex('000003 00 08 00000001 03 6162'));
  assert.equal(ruleBroken(frame), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.1');
  assert.equal(frame.type === 'DATA' && frame.dataLength, 0);
});

test('§4.2: PADDED without a Pad Length is too small', () => {
  assert.equal(ruleBroken(readFrame(hex('000000 00 08 00000001'))), 'FRAME_SIZE_ERROR STREAM RFC 9113 §4.2');
});
