/** What a header block may contain, and what is refused. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HpackDecoder } from '../../../src/wire/hpack/decoder.ts';
import type { HpackErrorKind } from '../../../src/wire/hpack/hpack-error.ts';
import { MAX_BLOCK_LENGTH, MAX_TABLE_SIZE } from '../../../src/wire/hpack/limits.ts';
import { octetsOf } from './hex.ts';

interface Malformed {
  readonly rule: string;
  readonly hex: string;
  readonly kind: HpackErrorKind;
  readonly spec: string;
  readonly offset: number;
  readonly reason: RegExp;
  /** Fields in front of what is wrong. */
  readonly fields?: number;
}

const MALFORMED: readonly Malformed[] = [
  {
    rule: '§6.1: index 0',
    hex: '82 80',
    kind: 'INVALID_INDEX',
    spec: 'RFC 7541 §6.1',
    offset: 1,
    reason: /index 0/,
    fields: 1,
  },
  {
    rule: '§2.3.3: an index beyond both tables',
    hex: 'be',
    kind: 'INVALID_INDEX',
    spec: 'RFC 7541 §2.3.3',
    offset: 0,
    reason: /index 62, but the tables end at 61/,
  },
  {
    rule: '§2.3.3: the index of a name beyond the entries so far',
    hex: '4000 00 0f30 00',
    kind: 'INVALID_INDEX',
    spec: 'RFC 7541 §2.3.3',
    offset: 3,
    reason: /index 63, but the tables end at 62/,
    fields: 1,
  },
  {
    rule: '§5.1: an index that ends with the block',
    hex: '82 ff80',
    kind: 'TRUNCATED',
    spec: 'RFC 7541 §5.1',
    offset: 1,
    reason: /the block ends/,
    fields: 1,
  },
  {
    rule: '§5.1: an index above 2^31-1',
    hex: 'ff ffffffff7f',
    kind: 'INTEGER_OVERFLOW',
    spec: 'RFC 7541 §5.1',
    offset: 0,
    reason: /2147483647/,
  },
  {
    rule: '§5.1: the index of a name with more octets than needed',
    hex: '0f 80808080 8000 00',
    kind: 'INTEGER_OVERFLOW',
    spec: 'RFC 7541 §5.1',
    offset: 0,
    reason: /more octets/,
  },
  {
    rule: '§5.1: a string length above 2^31-1',
    hex: '00 7fffffffff7f',
    kind: 'INTEGER_OVERFLOW',
    spec: 'RFC 7541 §5.1',
    offset: 1,
    reason: /2147483647/,
  },
  {
    rule: '§6.2: a literal without a name',
    hex: '40',
    kind: 'TRUNCATED',
    spec: 'RFC 7541 §5.1',
    offset: 1,
    reason: /the block ends/,
  },
  {
    rule: '§6.2: a literal without a value',
    hex: '00 0161',
    kind: 'TRUNCATED',
    spec: 'RFC 7541 §5.1',
    offset: 3,
    reason: /the block ends/,
  },
  {
    rule: '§5.2: a name longer than the block',
    hex: '10 0361 62',
    kind: 'TRUNCATED',
    spec: 'RFC 7541 §5.2',
    offset: 1,
    reason: /3 octets, but the block ends after 2/,
  },
  {
    rule: '§5.2: a value of 2 GiB in a block of eight octets',
    hex: '04 7f80ffffff07 61',
    kind: 'TRUNCATED',
    spec: 'RFC 7541 §5.2',
    offset: 1,
    reason: /2147483647 octets, but the block ends after 1/,
  },
  {
    rule: '§5.2: a Huffman-coded value with EOS',
    hex: '04 84fffffffc',
    kind: 'INVALID_HUFFMAN',
    spec: 'RFC 7541 §5.2',
    offset: 1,
    reason: /EOS/,
  },
  {
    rule: '§5.2: a Huffman-coded name with an octet of padding',
    hex: '00 82f8ff 00',
    kind: 'INVALID_HUFFMAN',
    spec: 'RFC 7541 §5.2',
    offset: 1,
    reason: /more than 7 bits/,
  },
  {
    rule: '§5.2: a Huffman-coded value with zeros for padding',
    hex: '04 8100',
    kind: 'INVALID_HUFFMAN',
    spec: 'RFC 7541 §5.2',
    offset: 1,
    reason: /all ones/,
  },
  {
    rule: '§4.2: a size update after a field',
    hex: '82 20',
    kind: 'INVALID_SIZE_UPDATE',
    spec: 'RFC 7541 §4.2',
    offset: 1,
    reason: /after a field/,
    fields: 1,
  },
  {
    rule: '§6.3: a size update above the limit',
    hex: '3fe21f',
    kind: 'INVALID_SIZE_UPDATE',
    spec: 'RFC 7541 §6.3',
    offset: 0,
    reason: /4097, but the limit is 4096/,
  },
  {
    rule: '§5.1: a size update that ends with the block',
    hex: '3f',
    kind: 'TRUNCATED',
    spec: 'RFC 7541 §5.1',
    offset: 0,
    reason: /the block ends/,
  },
];

for (const { rule, hex, kind, spec, offset, reason, fields = 0 } of MALFORMED) {
  test(`${rule} is refused`, () => {
    const block = new HpackDecoder().decode(octetsOf(hex));
    assert.deepEqual(
      { kind: block.error?.kind, spec: block.error?.spec, offset: block.error?.offset, fields: block.fields.length },
      { kind, spec, offset, fields },
    );
    assert.match(block.error?.reason ?? '', reason);
  });
}

test('an empty block is an empty list', () => {
  const block = new HpackDecoder().decode(new Uint8Array(0));
  assert.deepEqual(block, { fields: [], listSize: 0, tableSize: 0, sizeUpdates: [], truncated: false });
});

test('§6.2.1: empty names and values are fields, and entries of 32', () => {
  const block = new HpackDecoder().decode(octetsOf('40 00 80'));
  assert.deepEqual(block.fields, [{ name: '', value: '', representation: 'LITERAL_INDEXED', index: 0 }]);
  assert.deepEqual([block.listSize, block.tableSize], [32, 32]);
});

test('values keep their octets, one character for each', () => {
  const { fields } = new HpackDecoder().decode(octetsOf('04 04 00 80 9f ff'));
  assert.equal(fields[0]?.value, '\x00\x80\x9f\xff');
});

test('§6.1: fields of the static table are shared, and those of the dynamic table while they stay in place', () => {
  const decoder = new HpackDecoder();
  decoder.decode(octetsOf('40 0161 0162'));
  const first = decoder.decode(octetsOf('82 be')).fields;
  const second = decoder.decode(octetsOf('82 be')).fields;
  assert.deepEqual(first[1], { name: 'a', value: 'b', representation: 'INDEXED', index: 62 });
  assert.equal(first[0], second[0]);
  assert.equal(first[1], second[1]);
});

test('§4.4: a name may be taken from the entry that its own field evicts', () => {
  const decoder = new HpackDecoder({ maxTableSize: 40 });
  decoder.decode(octetsOf('40 0161 0162'));
  assert.equal(decoder.decode(octetsOf('7e 0163')).fields[0]?.name, 'a');
  assert.deepEqual(decoder.tableEntries, [{ name: 'a', value: 'c', representation: 'INDEXED', index: 62 }]);
});

test('§6.3: size updates at the beginning are reported, evict, and leave their limit to the encoder', () => {
  const decoder = new HpackDecoder();
  decoder.decode(octetsOf('40 0161 0162'));
  const block = decoder.decode(octetsOf('20 3fe11f 82'));
  assert.deepEqual([block.error, block.sizeUpdates, block.tableSize], [undefined, [0, 4096], 0]);
  assert.equal(decoder.maxTableSize, 4096);
  assert.deepEqual(decoder.decode(octetsOf('21')).sizeUpdates, [1]);
  assert.equal(decoder.maxTableSize, 1);
});

test('§4.2: a lower limit has to be honoured by the next block', () => {
  const decoder = new HpackDecoder();
  decoder.setMaxTableSize(100);
  const { error } = decoder.decode(octetsOf('82'));
  assert.deepEqual([error?.kind, error?.spec, error?.offset], ['MISSING_SIZE_UPDATE', 'RFC 7541 §4.2', 0]);
  assert.match(error?.reason ?? '', /limit is now 100 and the table was 4096/);
});

test('§4.2: a lower limit has to be honoured by the next block, also by an empty one', () => {
  const decoder = new HpackDecoder();
  decoder.setMaxTableSize(100);
  assert.equal(decoder.decode(new Uint8Array(0)).error?.kind, 'MISSING_SIZE_UPDATE');
});

test('§4.2: nothing is due where the table is below the new limit, or the limit is higher', () => {
  const decoder = new HpackDecoder();
  decoder.setMaxTableSize(8192);
  assert.equal(decoder.decode(octetsOf('82')).error, undefined);
  assert.equal(decoder.maxTableSize, 4096, 'the encoder has not taken the new limit');
  assert.equal(decoder.decode(octetsOf('20 82')).error, undefined);
  decoder.setMaxTableSize(100);
  assert.equal(decoder.decode(octetsOf('82')).error, undefined);
});

test('§4.2: of several changes the smallest has to come first, then anything up to the last', () => {
  const changed = () => {
    const decoder = new HpackDecoder();
    for (const size of [200, 10, 4096]) decoder.setMaxTableSize(size);
    return decoder;
  };
  assert.deepEqual(changed().decode(octetsOf('2a 3fe11f 82')).sizeUpdates, [10, 4096]);
  assert.deepEqual(changed().decode(octetsOf('25 82')).sizeUpdates, [5]);
  assert.equal(changed().decode(octetsOf('82')).error?.kind, 'MISSING_SIZE_UPDATE');
  const { error } = changed().decode(octetsOf('3fe11f 82'));
  assert.deepEqual([error?.kind, error?.spec], ['INVALID_SIZE_UPDATE', 'RFC 7541 §6.3']);
  assert.match(error?.reason ?? '', /4096, but the limit is 10/);
});

test('§4.2: once honoured, only the last limit counts', () => {
  const decoder = new HpackDecoder();
  decoder.setMaxTableSize(10);
  decoder.setMaxTableSize(2000);
  assert.equal(decoder.decode(octetsOf('2a 82')).error, undefined);
  assert.deepEqual(decoder.decode(octetsOf('3fb10f')).sizeUpdates, [2000]);
});

test('a list beyond maxListSize is cut at the field that passes it, counted whole, and kept in the table', () => {
  const decoder = new HpackDecoder({ maxListSize: 42 + 34 });
  const block = decoder.decode(octetsOf('82 00 0161 0162 40 0163 0164 82'));
  assert.deepEqual(
    block.fields.map(({ name }) => name),
    [':method', 'a'],
  );
  assert.deepEqual([block.truncated, block.listSize, block.error], [true, 42 + 34 + 34 + 42, undefined]);
  assert.deepEqual(decoder.decode(octetsOf('be')).fields, [
    { name: 'c', value: 'd', representation: 'INDEXED', index: 62 },
  ]);
});

test('a list of exactly maxListSize is whole', () => {
  const block = new HpackDecoder({ maxListSize: 42 }).decode(octetsOf('82'));
  assert.deepEqual([block.truncated, block.fields.length], [false, 1]);
});

test('after an error every block says that the table is lost, and why', () => {
  const decoder = new HpackDecoder();
  assert.equal(decoder.desynchronised, false);
  decoder.decode(octetsOf('82 c0'));
  assert.equal(decoder.desynchronised, true);
  for (const hex of ['82', '']) {
    const block = decoder.decode(octetsOf(hex));
    assert.deepEqual([block.fields, block.error?.kind, block.error?.spec], [[], 'DESYNCHRONISED', 'RFC 7541 §2.3.3']);
    assert.match(block.error?.reason ?? '', /earlier block: index 64/);
  }
});

test('§7.3: a table that the endpoints agreed on, but larger than we hold, is not followed', () => {
  const decoder = new HpackDecoder();
  decoder.setMaxTableSize(2 ** 32 - 1);
  assert.equal(decoder.decode(octetsOf('82')).error, undefined);
  const { error } = decoder.decode(octetsOf('3fe2ff3f'));
  assert.equal(error?.kind, 'TABLE_TOO_LARGE');
  assert.match(error?.reason ?? '', new RegExp(`${MAX_TABLE_SIZE + 1}.*${MAX_TABLE_SIZE}`));
  assert.throws(() => new HpackDecoder({ maxTableSize: MAX_TABLE_SIZE + 1 }), RangeError);
});

test('a block longer than we decode is refused unread', () => {
  const { error } = new HpackDecoder().decode(new Uint8Array(MAX_BLOCK_LENGTH + 1));
  assert.equal(error?.kind, 'BLOCK_TOO_LONG');
});
