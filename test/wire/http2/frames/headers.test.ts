import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frames, hex, readFrame, ruleBroken, toBytes } from '../../../support/frames.ts';

test('§6.2: Pad Length, priority, fragment, padding', () => {
  assert.deepEqual(readFrame(hex('00000a 01 2d 00000003 02 80000001 0f 8284 0000')), {
    type: 'HEADERS',
    length: 10,
    typeCode: 1,
    flagBits: 0x2d,
    streamId: 3,
    fragment: hex('8284'),
    padding: 2,
    priority: { streamDependency: 1, exclusive: true, weight: 16 },
  });
});

test('§6.2: without PADDED and PRIORITY the payload is the fragment', () => {
  assert.deepEqual(readFrame(frames.headers(1, 'abc', { endStream: true })), {
    type: 'HEADERS',
    length: 3,
    typeCode: 1,
    flagBits: 0x5,
    streamId: 1,
    fragment: toBytes('abc'),
    padding: 0,
  });
});

test('§6.2: the fragment may be empty', () => {
  const frame = readFrame(frames.headers(1, '', { padding: 1 }));
  assert.equal(frame.type === 'HEADERS' && frame.fragment.length, 0);
  assert.equal(ruleBroken(frame), 'none');
});

test('§6.2: HEADERS on stream 0 is an error of the connection, and still read', () => {
  const frame = readFrame(frames.headers(0, 'abc'));
  assert.equal(ruleBroken(frame), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.2');
  assert.equal(frame.type, 'HEADERS');
});

test('§6.2: with more padding than there is room, the fragment cannot be told', () => {
  const frame = readFrame(hex('000003 01 0c 00000001 03 8284'));
  assert.equal(frame.type, 'MALFORMED');
  assert.equal(ruleBroken(frame), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.2');
});

test('§6.2: the priority fields count when the room for padding is measured', () => {
  const priority = '00000000 00';
  assert.equal(ruleBroken(readFrame(hex(`000007 01 28 00000001 01 ${priority} 00`))), 'none');
  const tooLong = readFrame(hex(`000007 01 28 00000001 02 ${priority} 00`));
  assert.equal(ruleBroken(tooLong), 'PROTOCOL_ERROR CONNECTION RFC 9113 §6.2');
});

test('§4.2: too short for its Pad Length or its priority fields', () => {
  assert.equal(ruleBroken(readFrame(hex('000000 01 0c 00000001'))), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §4.2');
  const cut = readFrame(hex('000004 01 24 00000001 00000000'));
  assert.equal(ruleBroken(cut), 'FRAME_SIZE_ERROR CONNECTION RFC 9113 §4.2');
  assert.deepEqual(cut.type === 'MALFORMED' && cut.payload, hex('00000000'));
});
