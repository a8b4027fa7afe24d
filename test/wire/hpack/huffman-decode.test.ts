import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HuffmanDecoder } from '../../../src/wire/hpack/huffman-decode.ts';
import { writeHuffman } from '../../../src/wire/hpack/huffman-encode.ts';
import { OctetWriter } from '../../../src/wire/hpack/octet-writer.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { octetsOf } from './hex.ts';

const decoder = new HuffmanDecoder();

function decoded(hex: string): string {
  const octets = octetsOf(hex);
  const result = decoder.decode(octets, 0, octets.length);
  return typeof result === 'string' ? result : `refused: ${result.reason}`;
}

function coded(text: string): Uint8Array {
  const writer = new OctetWriter();
  writeHuffman(writer, text);
  return writer.written();
}

test('RFC 7541 C.4.1: a name', () => {
  assert.equal(decoded('f1e3c2e5f23a6ba0ab90f4ff'), 'www.example.com');
});

test('§5.2: an empty string has no octets', () => {
  assert.equal(decoded(''), '');
});

test('§5.2: every octet comes back, alone and next to every other one', () => {
  for (let first = 0; first < 256; first++) {
    const alone = String.fromCharCode(first);
    const octets = coded(alone);
    assert.equal(decoder.decode(octets, 0, octets.length), alone);
    for (let second = 0; second < 256; second++) {
      const text = String.fromCharCode(first, second);
      const pair = coded(text);
      assert.equal(decoder.decode(pair, 0, pair.length), text);
    }
  }
});

test('§5.2: strings of every length around the pieces that text is made of', () => {
  const random = seededRandom(7541);
  for (const near of [8, 16, 128, 512, 1024, 4096, 9000]) {
    for (let length = near - 2; length <= near + 2; length++) {
      const text = random.text(length);
      const octets = coded(text);
      assert.equal(decoder.decode(octets, 0, octets.length), text);
    }
  }
});

test('only the octets between start and end are read', () => {
  const octets = Uint8Array.of(0xff, ...coded('private'), 0xff);
  assert.equal(decoder.decode(octets, 1, octets.length - 1), 'private');
});

test('§5.2: EOS in a string is refused, also where a string goes on behind it', () => {
  assert.match(decoded('fffffffc'), /^refused: .*EOS/);
  assert.match(decoded('fffffffffc'), /^refused: .*EOS/);
  assert.match(decoded('07fffffff8'), /^refused: .*EOS/);
  assert.match(decoded('ffffffff'), /^refused: .*EOS/);
});

test('§5.2: seven bits of padding are the most', () => {
  // "0" is five bits of zeros; "&" is eight bits, so a whole octet of padding follows it.
  assert.equal(decoded('07'), '0');
  assert.equal(decoded('f8'), '&');
  assert.match(decoded('f8ff'), /^refused: .*more than 7 bits/);
  assert.match(decoded('07ff'), /^refused: .*more than 7 bits/);
  assert.match(decoded('ff'), /^refused: .*more than 7 bits/);
  // "?" is ten bits and "X" eight, so six and then seven bits of padding.
  assert.equal(decoded('ff3f'), '?');
  assert.equal(decoded('fcff3f'), 'X?');
});

test('§5.2: padding that is not all ones is refused, wherever its zero is', () => {
  for (const hex of ['00', '01', '02', '03', '04', '05', '06']) {
    assert.match(decoded(hex), /^refused: .*neither a code nor all ones/, hex);
  }
  assert.match(decoded('f800'), /^refused: /);
});
