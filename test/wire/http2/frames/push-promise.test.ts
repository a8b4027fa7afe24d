import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken } from '../../../support/frames.ts';

test('§6.6: Pad Length, Promised Stream ID (31), fragment, padding', () => {
  assert.deepEqual(readFrame(hex('000008 05 0c 00000001 01 80000002 8284 00')), {
    type: 'PUSH_PROMISE',
    length: 8,
    typeCode: 5,
    flagBits: 0xc,
    streamId: 1,
    promisedStreamId: 2,
    fragment: hex('8284'),
    padding: 1,
  });
});

test('§6.6: PUSH_PROMISE on stream 0 is an error of the connection', () => {
  assert.equal(ruleBroken(readFrame(frames.pushPromise(0, 2, ''))), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.6');
});

test('§6.6, §5.1.1: only streams that a server may begin can be promised', () => {
  for (const id of [0, 1, 3]) {
    const frame = readFrame(frames.pushPromise(1, id, 'abc'));
    assert.equal(frame.type === 'PUSH_PROMISE' && frame.promisedStreamId, id);
    assert.equal(ruleBroken(frame), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.6');
  }
  assert.equal(ruleBroken(readFrame(frames.pushPromise(1, 4, 'abc'))), 'none');
});

test('§6.6: with more padding than there is room, the fragment cannot be told', () => {
  const frame = readFrame(hex('000006 05 0c 00000001 02 00000002 00'));
  assert.equal(frame.type, 'MALFORMED');
  assert.equal(ruleBroken(frame), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.6');
});

test('§4.2: too short for its Promised Stream ID', () => {
  const frame = readFrame(hex('000004 05 0c 00000001 00 000000'));
  assert.equal(frame.type, 'MALFORMED');
  assert.equal(ruleBroken(frame), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §4.2');
});
