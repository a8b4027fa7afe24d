import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeRawFrame, readFrameHeader } from '../../../src/wire/http2/frame-header.ts';
import { hex } from '../../support/frames.ts';

test('§4.1: length (24), type (8), flags (8), reserved (1), stream identifier (31)', () => {
  const header = { length: 0x010203, typeCode: 0x04, flagBits: 0x05, streamId: 0x06070809 };
  assert.deepEqual(readFrameHeader(hex('ff 010203 04 05 06070809'), 1), header);
});

test('§4.1: the reserved bit is ignored', () => {
  assert.equal(readFrameHeader(hex('000000 00 00 80000001'), 0).streamId, 1);
  assert.equal(readFrameHeader(hex('000000 00 00 ffffffff'), 0).streamId, 2 ** 31 - 1);
});

test('a raw frame says what it is told to, lies included', () => {
  const payload = hex('aabb');
  assert.deepEqual(encodeRawFrame({ typeCode: 6, streamId: 1, payload }), hex('000002 06 00 00000001 aabb'));
  assert.deepEqual(
    encodeRawFrame({ typeCode: 0xfe, flagBits: 0xff, streamId: 0x80000001, payload, length: 0xffffff }),
    hex('ffffff fe ff 80000001 aabb'),
  );
});
