import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Cursor,
  INTEGER_OVERFLOW,
  INTEGER_TRUNCATED,
  MAX_INTEGER,
  readInteger,
  writeInteger,
} from '../../../src/wire/hpack/integer.ts';
import { OctetWriter } from '../../../src/wire/hpack/octet-writer.ts';
import { hexOf, octetsOf } from './hex.ts';

function written(flags: number, prefixBits: number, value: number): Uint8Array {
  const writer = new OctetWriter();
  writeInteger(writer, flags, prefixBits, value);
  return writer.written();
}

function read(hex: string, prefixBits: number): number {
  return readInteger({ octets: octetsOf(hex), offset: 0 }, prefixBits);
}

const EXAMPLES = [
  { section: 'C.1.1', value: 10, prefixBits: 5, hex: '0a' },
  { section: 'C.1.2', value: 1337, prefixBits: 5, hex: '1f9a0a' },
  { section: 'C.1.3', value: 42, prefixBits: 8, hex: '2a' },
];

for (const { section, value, prefixBits, hex } of EXAMPLES) {
  test(`RFC 7541 ${section}: ${value} with a prefix of ${prefixBits} bits`, () => {
    assert.equal(hexOf(written(0, prefixBits, value)), hex);
    assert.equal(read(hex, prefixBits), value);
  });
}

test('§5.1: every prefix carries values around each change of length, and leaves flags and what follows alone', () => {
  for (let prefixBits = 1; prefixBits <= 8; prefixBits++) {
    const prefixMax = 2 ** prefixBits - 1;
    const flags = 0xff & ~prefixMax;
    for (const edge of [0, prefixMax, prefixMax + 2 ** 7, prefixMax + 2 ** 14, prefixMax + 2 ** 28, MAX_INTEGER]) {
      for (const value of [edge - 1, edge, edge + 1].filter((near) => near >= 0 && near <= MAX_INTEGER)) {
        const octets = written(flags, prefixBits, value);
        const cursor: Cursor = { octets: Uint8Array.of(0xff, ...octets, 0xff), offset: 1 };
        assert.equal(readInteger(cursor, prefixBits), value);
        assert.equal(cursor.offset, 1 + octets.length);
        assert.equal((octets[0] ?? 0) & flags, flags);
      }
    }
  }
});

test('§5.1: an integer that ends early is truncated, wherever it is cut', () => {
  const octets = written(0, 5, MAX_INTEGER);
  for (let length = 0; length < octets.length; length++) {
    assert.equal(readInteger({ octets: octets.subarray(0, length), offset: 0 }, 5), INTEGER_TRUNCATED);
  }
});

test('§5.1: an integer above 2^31-1 overflows', () => {
  assert.equal(read('ff80ffffff07', 7), MAX_INTEGER);
  assert.equal(read('ff81ffffff07', 7), INTEGER_OVERFLOW);
  assert.equal(read('ffffffffff7f', 7), INTEGER_OVERFLOW);
  assert.equal(read('ffffffffffffffffffff01', 7), INTEGER_OVERFLOW);
});

test('§5.1: zeros in front are read up to the longest encoding that is needed, and refused beyond', () => {
  assert.equal(read('1f8000', 5), 31);
  assert.equal(read('1f8080808000', 5), 31);
  assert.equal(read('1f808080808000', 5), INTEGER_OVERFLOW);
});

test('a value that cannot be written is a bug of the caller', () => {
  for (const value of [-1, 1.5, MAX_INTEGER + 1, Number.NaN]) assert.throws(() => written(0, 5, value), RangeError);
});
