import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken, toBytes } from '../../../support/frames.ts';

test('§6.8: Last-Stream-ID (31), Error Code (32), Additional Debug Data', () => {
  assert.deepEqual(readFrame(hex('00000a 07 00 00000000 80000007 0000000b 6869')), {
    type: 'GOAWAY',
    length: 10,
    typeCode: 7,
    flagBits: 0,
    streamId: 0,
    lastStreamId: 7,
    errorCode: 11,
    debug: toBytes('hi'),
  });
});

test('§6.8: GOAWAY on a stream is an error of the connection', () => {
  const frame = readFrame(frames.raw(7, 0, 1, hex('00000000 00000000')));
  assert.equal(frame.type, 'GOAWAY');
  assert.equal(ruleBroken(frame), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.8');
});

test('§4.2: shorter than its two fields', () => {
  const frame = readFrame(frames.raw(7, 0, 0, hex('00000000 000000')));
  assert.equal(frame.type, 'MALFORMED');
  assert.equal(ruleBroken(frame), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §4.2');
});
