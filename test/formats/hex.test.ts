import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hex, hexOfLatin1, uintHex } from '../../src/formats/hex.ts';
import { bytes } from '../support/events.ts';

test('every byte is two digits', () => {
  assert.equal(hex(Uint8Array.of(0, 0x0f, 0x10, 0xff)), '000f10ff');
  assert.equal(hex(new Uint8Array()), '');
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  assert.equal(hex(all), Buffer.from(all).toString('hex'));
});

test('text of one char per byte is the bytes it stands for', () => {
  assert.equal(hexOfLatin1('a\0\xff'), hex(bytes('a\0\xff')));
});

test('a number has the bytes that its field has', () => {
  assert.equal(uintHex(258, 4), '00000102');
  assert.equal(uintHex(0xffffff, 3), 'ffffff');
});
