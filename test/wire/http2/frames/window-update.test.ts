import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken } from '../../../support/frames.ts';

test('§6.9: Window Size Increment (31)', () => {
  assert.deepEqual(readFrame(hex('000004 08 00 00000001 ffffffff')), {
    type: 'WINDOW_UPDATE',
    length: 4,
    typeCode: 8,
    flagBits: 0,
    streamId: 1,
    increment: 2 ** 31 - 1,
  });
});

test('§6.9: an increment of 0 is an error of the stream, or on stream 0 of the connection', () => {
  assert.equal(ruleBroken(readFrame(frames.windowUpdate(1, 0))), 'PROTOCOL_ERROR STREAM RFC 9113 §6.9');
  assert.equal(ruleBroken(readFrame(frames.windowUpdate(0, 0))), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.9');
  assert.equal(ruleBroken(readFrame(frames.windowUpdate(0, 1))), 'none');
});

test('§6.9: another length than 4 is an error of the connection', () => {
  const short = readFrame(frames.raw(8, 0, 1, hex('000001')));
  assert.equal(short.type, 'MALFORMED');
  assert.equal(ruleBroken(short), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §6.9');
  const long = readFrame(frames.raw(8, 0, 1, hex('00000001 00')));
  assert.equal(long.type === 'WINDOW_UPDATE' && long.increment, 1);
  assert.equal(ruleBroken(long), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §6.9');
});
