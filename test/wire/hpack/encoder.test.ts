import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HpackDecoder } from '../../../src/wire/hpack/decoder.ts';
import { HpackEncoder } from '../../../src/wire/hpack/encoder.ts';
import { MAX_TABLE_SIZE } from '../../../src/wire/hpack/limits.ts';
import { hexOf, octetsOf } from './hex.ts';

const A_B = { name: 'a', value: 'b' };

test('§6.1: a field is indexed as soon as it has an index', () => {
  const encoder = new HpackEncoder();
  assert.equal(
    hexOf(encoder.encode([{ name: ':method', value: 'POST' }, A_B, A_B])),
    hexOf(octetsOf('83 40 0161 0162 be')),
  );
  assert.equal(hexOf(encoder.encode([A_B])), 'be');
});

test('§6.2: literals are what they are asked to be, and take the index of a name', () => {
  const encoder = new HpackEncoder();
  const encoded = (representation: 'LITERAL_INDEXED' | 'LITERAL' | 'NEVER_INDEXED') =>
    hexOf(encoder.encode([{ ...A_B, representation }]));
  assert.equal(encoded('LITERAL_INDEXED'), '4001610162');
  assert.equal(encoded('LITERAL_INDEXED'), '7e0162');
  assert.equal(encoded('LITERAL'), '0f2f0162');
  assert.equal(encoded('NEVER_INDEXED'), '1f2f0162');
  assert.equal(encoder.tableSize, 2 * 34);
});

test('§4.4: a field that does not fit the table does not empty it', () => {
  const encoder = new HpackEncoder({ maxTableSize: 64 });
  encoder.encode([A_B]);
  assert.equal(hexOf(encoder.encode([{ name: 'a', value: 'x'.repeat(40) }])).slice(0, 4), '0f2f');
  assert.equal(encoder.tableSize, 34);
});

test('§5.2: strings are Huffman-coded where that is shorter, always, or never', () => {
  const field = { name: ':path', value: '307', representation: 'LITERAL' } as const;
  const encoded = (huffman: 'SHORTER' | 'ALWAYS' | 'NEVER', value: string) =>
    hexOf(new HpackEncoder({ huffman }).encode([{ ...field, value }]));
  assert.equal(encoded('SHORTER', '307'), '0403333037', 'no shorter');
  assert.equal(encoded('ALWAYS', '307'), '0483640eff');
  assert.equal(encoded('SHORTER', '302'), '04826402');
  assert.equal(encoded('NEVER', '302'), '0403333032');
  assert.equal(encoded('ALWAYS', ''), '0480');
});

test('§4.2: a new table size is announced once, at the beginning of the next block', () => {
  const encoder = new HpackEncoder();
  encoder.encode([A_B]);
  encoder.setMaxTableSize(10);
  assert.equal(hexOf(encoder.encode([A_B])), '2a0001610162');
  assert.equal(encoder.tableSize, 0);
  assert.equal(hexOf(encoder.encode([])), '');
  encoder.setMaxTableSize(10);
  assert.equal(hexOf(encoder.encode([])), '');
});

test('§4.2: of several table sizes the smallest and the last are announced', () => {
  const encoder = new HpackEncoder();
  encoder.encode([A_B]);
  for (const size of [200, 10, 4096]) encoder.setMaxTableSize(size);
  assert.equal(hexOf(encoder.encode([])), '2a3fe11f');
  assert.equal(encoder.tableSize, 0, 'the smallest evicts');
  for (const size of [5000, 6000]) encoder.setMaxTableSize(size);
  assert.equal(hexOf(encoder.encode([])), '3fd12e');
});

test('a limit beyond what we hold is not used up', () => {
  const encoder = new HpackEncoder();
  encoder.setMaxTableSize(2 ** 32 - 1);
  const decoder = new HpackDecoder();
  decoder.setMaxTableSize(2 ** 32 - 1);
  assert.deepEqual(decoder.decode(encoder.encode([])).sizeUpdates, [MAX_TABLE_SIZE]);
});

test('a decoded list is encoded to the same list', () => {
  const block = octetsOf('82 44 0161 40 0161 0162 be 10 0163 0164');
  const decoded = new HpackDecoder().decode(block);
  assert.equal(hexOf(new HpackEncoder({ huffman: 'NEVER' }).encode(decoded.fields)), hexOf(block));
});

test('a character above 255 is a bug of the caller, and leaves the encoder as it was', () => {
  const encoder = new HpackEncoder();
  assert.throws(() => encoder.encode([A_B, { name: 'x', value: 'héł' }]), /character 2 of "héł"/);
  assert.throws(() => encoder.encode([{ name: 'ł', value: '' }]), RangeError);
  assert.equal(encoder.tableSize, 0);
});
