import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken } from '../../../support/frames.ts';

test('§6.7: Opaque Data (64)', () => {
  const ping = {
    type: 'PING',
    length: 8,
    typeCode: 6,
    flagBits: 0,
    streamId: 0,
    ack: false,
    opaque: hex('0011223344556677'),
  };
  assert.deepEqual(readFrame(hex('000008 06 00 00000000 0011223344556677')), ping);
  assert.deepEqual(readFrame(frames.pong('0011223344556677')), { ...ping, flagBits: 1, ack: true });
});

test('§6.7: PING on a stream is an error of the connection', () => {
  assert.equal(ruleBroken(readFrame(frames.raw(6, 0, 1, '12345678'))), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.7');
});

test('§6.7: another length than 8 is an error of the connection', () => {
  const short = readFrame(frames.raw(6, 0, 0, '1234567'));
  assert.equal(short.type, 'MALFORMED');
  assert.equal(ruleBroken(short), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §6.7');
  assert.equal(short.violation?.reason, 'PING has a payload of 7 bytes, expected 8 bytes');
  const long = readFrame(frames.raw(6, 0, 0, '123456789'));
  assert.equal(long.type === 'PING' && long.opaque.length, 8);
  assert.equal(ruleBroken(long), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §6.7');
});
