import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latin1Text } from '../../src/wire/latin1.ts';

test('each octet is the character of its number, 0x80 to 0x9f too', () => {
  const octets = Uint8Array.from({ length: 256 }, (_, octet) => octet);
  const text = latin1Text(octets, 0, 256);
  assert.equal(text.length, 256);
  for (let octet = 0; octet < 256; octet++) assert.equal(text.charCodeAt(octet), octet);
});

test('text of every length is right, from any start, in one piece or many', () => {
  const octets = Uint8Array.from({ length: 9000 }, (_, at) => (at * 31) & 0xff);
  const lengths = [...Array(140).keys(), 4095, 4096, 4097, 8192, 8193];
  for (const start of [0, 1, 7]) {
    for (const length of lengths) {
      const expected = Buffer.from(octets.subarray(start, start + length)).toString('latin1');
      assert.equal(latin1Text(octets, start, start + length), expected);
    }
  }
});
