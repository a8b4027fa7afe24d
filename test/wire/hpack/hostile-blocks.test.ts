/** What a peer sends makes the decoder neither throw nor hold more than its limits. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_MAX_LIST_SIZE, HpackDecoder } from '../../../src/wire/hpack/decoder.ts';
import { HpackEncoder } from '../../../src/wire/hpack/encoder.ts';
import { MAX_REPORTED_SIZE_UPDATES } from '../../../src/wire/hpack/limits.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';
import { regularFields } from './header-lists.ts';
import { octetsOf } from './hex.ts';

const BLOCK_LENGTH = 64 * 1024;

/** Far above the few milliseconds that a block takes, and far below what a quadratic decoder would. */
const MOST_MS = 1000;

function timed<T>(work: () => T): T {
  const start = performance.now();
  const result = work();
  const elapsed = performance.now() - start;
  assert.ok(elapsed < MOST_MS, `took ${elapsed} ms`);
  return result;
}

function repeated(hex: string): Uint8Array {
  const unit = octetsOf(hex);
  return Uint8Array.from(
    { length: BLOCK_LENGTH - (BLOCK_LENGTH % unit.length) },
    (_, at) => unit[at % unit.length] ?? 0,
  );
}

test('64 KiB of one-octet indexes of a 4 KiB entry: 256 MiB are counted, one object is referred to', () => {
  const decoder = new HpackDecoder();
  decoder.decode(new HpackEncoder().encode([{ name: 'x', value: 'v'.repeat(4000) }]));
  const block = timed(() => decoder.decode(repeated('be')));
  assert.deepEqual([block.truncated, block.error], [true, undefined]);
  assert.equal(block.listSize, BLOCK_LENGTH * (4000 + 1 + 32));
  assert.equal(block.fields.length, Math.floor(DEFAULT_MAX_LIST_SIZE / (4000 + 1 + 32)));
  assert.equal(new Set(block.fields).size, 1);
});

test('64 KiB of the smallest fields are cut at the list limit', () => {
  for (const hex of ['82', '400000', '000000', '100000']) {
    const decoder = new HpackDecoder();
    const block = timed(() => decoder.decode(repeated(hex)));
    assert.equal(block.error, undefined, hex);
    assert.ok(block.fields.length <= DEFAULT_MAX_LIST_SIZE / 32, hex);
    assert.ok(decoder.tableSize <= 4096, hex);
  }
});

test('64 KiB of size updates are honoured, but not reported one by one', () => {
  const decoder = new HpackDecoder();
  const block = timed(() => decoder.decode(repeated('2021')));
  assert.deepEqual([block.error, block.sizeUpdates.length], [undefined, MAX_REPORTED_SIZE_UPDATES]);
  assert.equal(decoder.maxTableSize, 1);
});

test('an entry as long as the block passes through the table without staying', () => {
  const decoder = new HpackDecoder();
  const value = 'v'.repeat(BLOCK_LENGTH);
  const block = timed(() =>
    decoder.decode(new HpackEncoder().encode([{ name: 'x', value, representation: 'LITERAL_INDEXED' }])),
  );
  assert.equal(block.fields[0]?.value, value);
  assert.deepEqual([block.tableSize, decoder.tableEntries], [0, []]);
});

/** One to three octets of the block changed, left out or put in. */
function mutated(random: SeededRandom, block: Uint8Array): Uint8Array {
  const octets = [...block];
  for (let left = random.between(1, 3); left > 0; left--) {
    const inserted = random.chance(0.8) ? [random.between(0, 255)] : [0xff, 0xff];
    octets.splice(random.between(0, octets.length), random.between(0, 2), ...inserted);
  }
  return Uint8Array.from(octets);
}

test('mutated blocks are decoded or refused, never more than allowed, and nothing is decoded after an error', () => {
  const random = seededRandom(6);
  let refused = 0;
  let accepted = 0;
  for (let connection = 0; connection < 400; connection++) {
    const maxListSize = random.between(0, 2000);
    const decoder = new HpackDecoder({ maxListSize });
    const encoder = new HpackEncoder();
    for (let count = 0; count < 10; count++) {
      const lost = decoder.desynchronised;
      const intact = encoder.encode(regularFields(random));
      const block = decoder.decode(random.chance(0.3) ? mutated(random, intact) : intact);
      const kept = block.fields.reduce((sum, { name, value }) => sum + name.length + value.length + 32, 0);
      assert.ok(kept <= maxListSize && kept <= block.listSize);
      assert.ok(decoder.tableSize <= decoder.maxTableSize && decoder.maxTableSize <= 4096);
      assert.equal(block.error?.kind === 'DESYNCHRONISED', lost);
      assert.equal(block.error !== undefined, decoder.desynchronised);
      if (block.error === undefined) accepted++;
      else refused++;
    }
  }
  assert.ok(refused > 500 && accepted > 500, `${refused} refused, ${accepted} accepted`);
});

test('random octets are decoded or refused', () => {
  const random = seededRandom(7);
  for (let count = 0; count < 20_000; count++) {
    const octets = Uint8Array.from({ length: random.between(0, 40) }, () => random.between(0, 255));
    const { error } = new HpackDecoder().decode(octets);
    assert.ok(error === undefined || (error.offset >= 0 && error.offset <= octets.length));
  }
});
