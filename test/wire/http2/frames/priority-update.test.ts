import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken, toBytes } from '../../../support/frames.ts';

const SPEC = 'RFC 9218 §7.1';

test('RFC 9218 §7.1: Prioritized Stream ID (31), Priority Field Value', () => {
  assert.deepEqual(readFrame(hex('000007 10 00 00000000 80000005 753d31')), {
    type: 'PRIORITY_UPDATE',
    length: 7,
    typeCode: 16,
    flagBits: 0,
    streamId: 0,
    prioritizedStreamId: 5,
    fieldValue: toBytes('u=1'),
  });
});

test('RFC 9218 §7.1: it belongs to stream 0, and is about another', () => {
  const onStream = readFrame(frames.raw(0x10, 0, 1, hex('00000005')));
  assert.equal(ruleBroken(onStream), `PROTOCOL_ERROR CONNECTION ${SPEC}`);
  assert.equal(ruleBroken(readFrame(frames.priorityUpdate(0, 'u=1'))), `PROTOCOL_ERROR CONNECTION ${SPEC}`);
});

test('§4.2: too short for its Prioritized Stream ID', () => {
  const frame = readFrame(frames.raw(0x10, 0, 0, hex('000005')));
  assert.equal(frame.type, 'MALFORMED');
  assert.equal(ruleBroken(frame), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §4.2');
});
