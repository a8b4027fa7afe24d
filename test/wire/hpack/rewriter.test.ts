import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HpackDecoder } from '../../../src/wire/hpack/decoder.ts';
import { HpackEncoder } from '../../../src/wire/hpack/encoder.ts';
import { rewriteBlock } from '../../../src/wire/hpack/rewriter.ts';
import { hexOf, octetsOf } from './hex.ts';

test('a decoded block is written as it was sent: representations, indexes, Huffman coding', () => {
  const decoder = new HpackDecoder();
  // RFC 7541 Appendix C.4: requests with Huffman coding, which refer to each other.
  for (const block of [
    '828684418cf1e3c2e5f23a6ba0ab90f4ff',
    '828684be5886a8eb10649cbf',
    '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf',
  ]) {
    assert.equal(hexOf(rewriteBlock(decoder.decode(octetsOf(block)).fields, [], 'SHORTER')), block);
  }
});

test('literals keep what they are, with and without the index of their name', () => {
  const decoder = new HpackDecoder();
  for (const block of ['04033a2f2f', '0001610162', '1001610162', '1f080161', '4001610162']) {
    assert.equal(hexOf(rewriteBlock(decoder.decode(octetsOf(block)).fields, [], 'NEVER')), block);
  }
});

test('§4.2: size updates come first, and change what a decoder holds', () => {
  const { fields } = new HpackDecoder().decode(new HpackEncoder().encode([{ name: 'a', value: 'b' }]));
  const block = rewriteBlock(fields, [0, 1024], 'SHORTER');
  const { sizeUpdates, fields: read } = new HpackDecoder().decode(block);
  assert.deepEqual([sizeUpdates, read], [[0, 1024], fields]);
});

test('a character that is no octet is a bug of the caller', () => {
  const field = { name: 'a', value: '\u20ac', representation: 'LITERAL', index: 0 } as const;
  assert.throws(() => rewriteBlock([field], [], 'SHORTER'), RangeError);
});
