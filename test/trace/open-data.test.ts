import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenData } from '../../src/trace/open-data.ts';
import type { DataFrame } from '../../src/wire/http2/frame.ts';
import { PreviewArena } from '../../src/wire/preview.ts';
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

function opened(frame: DataFrame, previewBytes: number): OpenData {
  return new OpenData(frame, new PreviewArena(previewBytes).preview(frame.dataLength), undefined, 0);
}

/** The preview is a property of the class, not of the object: told one by one. */
function bodyOf(open: OpenData) {
  const { padding, preview, truncated } = open.body();
  return { padding, preview: Buffer.from(preview).toString(), truncated };
}

test('the preview is full when it has what was asked for, or all of the frame', () => {
  const [some, all] = [opened(FRAME, 4), opened(FRAME, 100)];
  for (const open of [some, all]) open.add(toBytes('abcdef'));
  assert.deepEqual([some.isPreviewFull, all.isPreviewFull], [true, false]);
  for (const open of [some, all]) open.add(toBytes('ghij'));
  assert.deepEqual([some.isPreviewFull, all.isPreviewFull], [true, true]);
  assert.deepEqual(bodyOf(some), { padding: 0, preview: 'abcd', truncated: true });
  assert.deepEqual(bodyOf(all), { padding: 0, preview: 'abcdefghij', truncated: false });
});

test('of a frame that was cut, the preview is what came', () => {
  const open = opened(FRAME, 100);
  open.add(toBytes('abc'));
  assert.deepEqual(bodyOf(open), { padding: 0, preview: 'abc', truncated: true });
});
