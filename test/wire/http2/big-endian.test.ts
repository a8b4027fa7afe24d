import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as bigEndian from '../../../src/wire/http2/big-endian.ts';
import { hex } from '../../support/frames.ts';

const bytes = hex('00 ff fe fd fc fb');

test('§2.2: integers are unsigned and in network byte order', () => {
  assert.equal(bigEndian.readUint8(bytes, 1), 0xff);
  assert.equal(bigEndian.readUint16(bytes, 1), 0xfffe);
  assert.equal(bigEndian.readUint24(bytes, 1), 0xfffefd);
  assert.equal(bigEndian.readUint32(bytes, 1), 0xfffefdfc);
});

test('§4.1: the reserved bit of a 31-bit field is ignored', () => {
  assert.equal(bigEndian.readUint31(bytes, 1), 0x7ffefdfc);
  assert.equal(bigEndian.readUint31(bytes, 0), 0x00fffefd);
});

test('what is written is what is read', () => {
  assert.deepEqual(bigEndian.uint8Bytes(0xfe), hex('fe'));
  assert.deepEqual(bigEndian.uint16Bytes(0xfedc), hex('fedc'));
  assert.deepEqual(bigEndian.uint32Bytes(0xfedcba98), hex('fedcba98'));
  assert.deepEqual(bigEndian.uint32Bytes(1), hex('00000001'));
});
