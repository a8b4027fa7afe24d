import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken } from '../../../support/frames.ts';

test('§6.5.1: Identifier (16), Value (32), as often as there is room', () => {
  assert.deepEqual(readFrame(hex('00000c 04 00 00000000 0003 00000064 0004 7fffffff')), {
    type: 'SETTINGS',
    length: 12,
    typeCode: 4,
    flagBits: 0,
    streamId: 0,
    ack: false,
    settings: [
      { code: 3, value: 100 },
      { code: 4, value: 2 ** 31 - 1 },
    ],
  });
});

test('§6.5.2: unknown settings and repeated ones stay', () => {
  const frame = readFrame(hex('000012 04 00 00000000 fe03 ffffffff 0003 00000001 0003 00000002'));
  assert.equal(ruleBroken(frame), 'none');
  assert.deepEqual(frame.type === 'SETTINGS' && frame.settings, [
    { code: 0xfe03, value: 2 ** 32 - 1 },
    { code: 3, value: 1 },
    { code: 3, value: 2 },
  ]);
});

test('§6.5: the ACK is empty', () => {
  const ack = readFrame(frames.settingsAck());
  assert.equal(ack.type === 'SETTINGS' && ack.ack, true);
  assert.equal(ruleBroken(ack), 'none');
  const full = readFrame(hex('000006 04 01 00000000 0003 00000064'));
  assert.equal(ruleBroken(full), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §6.5');
  assert.equal(full.violation?.reason, 'SETTINGS has a payload of 6 bytes, expected none with ACK');
});

test('§6.5: SETTINGS on a stream is an error of the connection', () => {
  assert.equal(ruleBroken(readFrame(frames.raw(4, 0, 1, ''))), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.5');
});

test('§6.5: a length that is no multiple of 6 is an error of the connection; the whole pairs are read', () => {
  const frame = readFrame(hex('000007 04 00 00000000 0003 00000064 00'));
  assert.equal(ruleBroken(frame), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §6.5');
  assert.deepEqual(frame.type === 'SETTINGS' && frame.settings, [{ code: 3, value: 100 }]);
});

test('§6.5.2: a value out of its range is an error of the connection', () => {
  const broken = readFrame(frames.settings({ MAX_CONCURRENT_STREAMS: 1, MAX_FRAME_SIZE: 1 }));
  assert.equal(ruleBroken(broken), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.5.2');
});
