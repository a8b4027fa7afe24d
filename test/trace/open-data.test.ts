import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenData } from '../../src/trace/open-data.ts';
import type { DataFrame } from '../../src/wire/http2/frame.ts';
import { toBytes } from '../support/frames.ts';

const FRAME: DataFrame = {
  type: 'DATA',
  length: 10,
  typeCode: 0,
  flagBits: 0,
  streamId: 1,
  dataLength: 10,
  padding: 0,
};

test('the preview is full when it has what was asked for, or all of the frame', () => {
  const [some, all] = [new OpenData(FRAME, 4, undefined), new OpenData(FRAME, 100, undefined)];
  for (const open of [some, all]) open.add(toBytes('abcdef'));
  assert.deepEqual([some.isPreviewFull, all.isPreviewFull], [true, false]);
  for (const open of [some, all]) open.add(toBytes('ghij'));
  assert.deepEqual([some.isPreviewFull, all.isPreviewFull], [true, true]);
  assert.deepEqual(some.body(), { padding: 0, preview: toBytes('abcd'), truncated: true });
  assert.deepEqual(all.body(), { padding: 0, preview: toBytes('abcdefghij'), truncated: false });
});

test('of a frame that was cut, the preview is what came', () => {
  const open = new OpenData(FRAME, 100, undefined);
  open.add(toBytes('abc'));
  assert.deepEqual(open.body(), { padding: 0, preview: toBytes('abc'), truncated: true });
});

test('takes memory for the preview, not for what a peer announced', () => {
  const announced = { ...FRAME, length: 0xff_ffff, dataLength: 0xff_ffff };
  assert.equal(new OpenData(announced, 4, undefined).body().preview.buffer.byteLength, 4);
});
