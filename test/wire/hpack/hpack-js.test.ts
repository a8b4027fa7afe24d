/** Agreement with hpack.js, block for block, table sizes included. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import hpackJs from 'hpack.js';
import { HpackDecoder } from '../../../src/wire/hpack/decoder.ts';
import { type FieldToEncode, HpackEncoder } from '../../../src/wire/hpack/encoder.ts';
import type { HuffmanUse } from '../../../src/wire/hpack/representation-writer.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { requestFields, tableSizes } from './header-lists.ts';

const BLOCKS = 300;
const MOST = 4096;

const line = ({ name, value, never }: { name: string; value: string; never: boolean }) =>
  `${name}: ${value}${never ? ' (never indexed)' : ''}`;
const lineOfField = ({ name, value, representation }: FieldToEncode) =>
  line({ name, value, never: representation === 'NEVER_INDEXED' });

for (const huffman of ['SHORTER', 'ALWAYS', 'NEVER'] satisfies HuffmanUse[]) {
  test(`hpack.js decodes what we encode, Huffman ${huffman}, with size updates in front`, () => {
    const random = seededRandom(1);
    const encoder = new HpackEncoder({ maxTableSize: MOST, huffman });
    const theirs = hpackJs.decompressor.create({ table: { maxSize: MOST } });
    for (let block = 0; block < BLOCKS; block++) {
      if (random.chance(0.1)) for (const size of tableSizes(random, MOST)) encoder.setMaxTableSize(size);
      const fields = requestFields(random);
      theirs.write(Buffer.from(encoder.encode(fields)));
      theirs.execute();
      const received: string[] = [];
      for (let header = theirs.read(); header !== null; header = theirs.read()) {
        received.push(line({ name: header.name, value: header.value, never: header.neverIndex }));
      }
      assert.deepEqual(received, fields.map(lineOfField));
    }
  });
}

test('we decode what hpack.js encodes, and what it encodes after a reset', () => {
  const random = seededRandom(2);
  const theirs = hpackJs.compressor.create({ table: { maxSize: MOST } });
  const decoder = new HpackDecoder({ maxTableSize: MOST });
  let indexed = 0;
  let sizeUpdates = 0;
  for (let count = 0; count < BLOCKS; count++) {
    if (random.chance(0.1)) theirs.reset();
    const fields = requestFields(random);
    const huffman = random.pick([true, false]);
    theirs.write(
      fields.map(({ name, value, representation }) => ({
        name,
        value,
        neverIndex: representation === 'NEVER_INDEXED',
        incremental: representation !== 'LITERAL',
        huffman,
      })),
    );
    const block = decoder.decode(theirs.read());
    assert.equal(block.error, undefined);
    assert.deepEqual(block.fields.map(lineOfField), fields.map(lineOfField));
    indexed += block.fields.filter(({ index }) => index > 61).length;
    sizeUpdates += block.sizeUpdates.length;
  }
  assert.ok(indexed > BLOCKS && sizeUpdates > 0, 'the table was used');
});
