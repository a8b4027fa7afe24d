/** RFC 7541 Appendix C, but for the integers of C.1, which are in integer.test.ts. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HpackDecoder } from '../../../src/wire/hpack/decoder.ts';
import { HpackEncoder } from '../../../src/wire/hpack/encoder.ts';
import { EXAMPLES, type Example } from './appendix-c.ts';
import { hexOf, octetsOf } from './hex.ts';

const line = ({ name, value }: { name: string; value: string }) => `${name}: ${value}`;

function fieldOf(text: string) {
  const colon = text.indexOf(': ');
  return { name: text.slice(0, colon), value: text.slice(colon + 2) };
}

function decodes({ maxTableSize, steps }: Example): void {
  const decoder = new HpackDecoder({ maxTableSize });
  for (const step of steps) {
    const block = decoder.decode(octetsOf(step.hex));
    assert.equal(block.error, undefined, step.section);
    assert.deepEqual(block.fields.map(line), step.fields, step.section);
    assert.deepEqual(decoder.tableEntries.map(line), step.table, step.section);
    assert.equal(block.tableSize, step.tableSize, step.section);
  }
}

function encodes({ maxTableSize, huffman, representation, steps }: Example): void {
  const encoder = new HpackEncoder({ maxTableSize, huffman: huffman ? 'ALWAYS' : 'NEVER' });
  for (const step of steps) {
    const octets = encoder.encode(step.fields.map((text) => ({ ...fieldOf(text), representation })));
    assert.equal(hexOf(octets), hexOf(octetsOf(step.hex)), step.section);
    assert.equal(encoder.tableSize, step.tableSize, step.section);
  }
}

for (const example of EXAMPLES) {
  test(`RFC 7541 ${example.title}: decoded, table included`, () => decodes(example));
  test(`RFC 7541 ${example.title}: encoded to the same octets`, () => encodes(example));
}

test('RFC 7541 C.2: each representation is told apart', () => {
  for (const { representation, steps } of EXAMPLES.slice(0, 4)) {
    const field = new HpackDecoder().decode(octetsOf(steps[0]?.hex ?? '')).fields[0];
    assert.equal(field?.representation, representation);
  }
});
