import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken } from '../../../support/frames.ts';

test('§6.4: Error Code (32)', () => {
  assert.deepEqual(readFrame(hex('000004 03 00 00000001 00000008')), {
    type: 'RST_STREAM',
    length: 4,
    typeCode: 3,
    flagBits: 0,
    streamId: 1,
    errorCode: 8,
  });
});

test('§7: error codes have 32 bits', () => {
  const frame = readFrame(hex('000004 03 00 00000001 fffffffe'));
  assert.equal(frame.type === 'RST_STREAM' && frame.errorCode, 0xfffffffe);
});

test('§6.4: RST_STREAM on stream 0 is an error of the connection', () => {
  assert.equal(ruleBroken(readFrame(frames.rst(0, 'CANCEL'))), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.4');
});

test('§6.4: another length than 4 is an error of the connection', () => {
  const short = readFrame(frames.raw(3, 0, 1, hex('000008')));
  assert.equal(short.type, 'MALFORMED');
  assert.equal(ruleBroken(short), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §6.4');
  const long = readFrame(frames.raw(3, 0, 1, hex('00000008 00')));
  assert.equal(long.type === 'RST_STREAM' && long.errorCode, 8);
  assert.equal(ruleBroken(long), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §6.4');
});
