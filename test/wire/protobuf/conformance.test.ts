/** The walk against protobufjs: what its writer writes, the walk reads; and what the walk read, its writer writes again. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import protobuf from 'protobufjs';
import type { ProtobufField } from '../../../src/wire/protobuf/field.ts';
import { walkProtobuf } from '../../../src/wire/protobuf/walk.ts';
import { mutate, type SeededRandom, seededRandom } from '../../support/seeded-random.ts';

const WIRE_TYPES = { VARINT: 0, I64: 1, LEN: 2, GROUP: 3, I32: 5 } as const;
const END_GROUP = 4;
const TEXTS = ['', 'a', 'two words', 'höher €', '{"json": true}', 'x'.repeat(200)] as const;

function uint64(value: bigint): protobuf.Long {
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: true };
}

function write(writer: protobuf.Writer, fields: readonly ProtobufField[]): protobuf.Writer {
  for (const field of fields) {
    writer.uint32((field.number << 3) | WIRE_TYPES[field.wireType]);
    writeValue(writer, field);
  }
  return writer;
}

function writeValue(writer: protobuf.Writer, field: ProtobufField): void {
  if (field.varint !== undefined) writer.uint64(uint64(field.varint));
  else if (field.i64 !== undefined) writer.fixed64(uint64(field.i64));
  else if (field.i32 !== undefined) writer.fixed32(field.i32);
  else if (field.text !== undefined) writer.string(field.text);
  else if (field.bytes !== undefined) writer.bytes(field.bytes);
  else if (field.wireType === 'GROUP') write(writer, field.message ?? []).uint32((field.number << 3) | END_GROUP);
  else write(writer.fork(), field.message ?? []).ldelim();
}

function encode(fields: readonly ProtobufField[]): Uint8Array {
  return Uint8Array.from(write(protobuf.Writer.create(), fields).finish());
}

function randomBigint(random: SeededRandom): bigint {
  const bits = BigInt(random.int(65));
  return BigInt.asUintN(Number(bits), BigInt(`0x${Buffer.from(random.bytes(8)).toString('hex')}`));
}

/** Field 1 first: its tags are control characters, so that a message is never a text by chance. */
function randomMessage(random: SeededRandom, depth: number): ProtobufField[] {
  const fields = Array.from({ length: random.int(5) }, () => {
    const number = random.pick([1 + random.int(15), 16 + random.int(2032), 1 + random.int(2 ** 29 - 1)]);
    return randomField(random, depth, number);
  });
  return [randomField(random, depth, 1), ...fields];
}

function randomField(random: SeededRandom, depth: number, number: number): ProtobufField {
  const kinds: [() => ProtobufField, ...(() => ProtobufField)[]] = [
    () => ({ number, wireType: 'VARINT', varint: randomBigint(random) }),
    () => ({ number, wireType: 'I64', i64: randomBigint(random) }),
    () => ({ number, wireType: 'I32', i32: random.int(2 ** 32) }),
    () => ({ number, wireType: 'LEN', text: random.pick(TEXTS) }),
    // A 0 is no text, and no tag.
    () => ({ number, wireType: 'LEN', bytes: Uint8Array.of(0, ...random.bytes(random.int(20))) }),
  ];
  if (depth > 0) {
    kinds.push(() => ({ number, wireType: 'LEN', message: randomMessage(random, depth - 1) }));
    kinds.push(() => ({ number, wireType: 'GROUP', message: randomMessage(random, depth - 1) }));
  }
  return random.pick(kinds)();
}

/** Where the top-level fields end, by protobufjs. */
function fieldEnds(bytes: Uint8Array): number[] {
  const reader = protobuf.Reader.create(bytes);
  const ends: number[] = [];
  while (reader.pos < reader.len) {
    reader.skipType(reader.uint32() & 7);
    ends.push(reader.pos);
  }
  return ends;
}

describe('messages that protobufjs writes', () => {
  test('random messages, five levels deep, read as they were written', () => {
    const random = seededRandom(8);
    for (let round = 0; round < 500; round++) {
      const fields = randomMessage(random, 5);
      assert.deepEqual(walkProtobuf(encode(fields), false), fields);
    }
  });

  test('cut at every offset: the fields that protobufjs finds complete, and undefined unless it was meant to be cut', () => {
    const random = seededRandom(9);
    for (let round = 0; round < 60; round++) {
      const fields = randomMessage(random, 2);
      const bytes = encode(fields);
      const ends = fieldEnds(bytes);
      for (let cut = 0; cut < bytes.length; cut++) {
        const complete = fields.slice(0, ends.filter((end) => end <= cut).length);
        assert.deepEqual(walkProtobuf(bytes.subarray(0, cut), true), complete, `cut at ${cut}`);
        const atEnd = cut === 0 || ends.includes(cut);
        assert.deepEqual(walkProtobuf(bytes.subarray(0, cut), false), atEnd ? complete : undefined, `cut at ${cut}`);
      }
    }
  });

  for (const [type, value, expected] of [
    ['int32', 150, { wireType: 'VARINT', varint: 150n }],
    ['int32', -1, { wireType: 'VARINT', varint: 2n ** 64n - 1n }],
    ['int64', -2, { wireType: 'VARINT', varint: 2n ** 64n - 2n }],
    ['uint32', 0xffffffff, { wireType: 'VARINT', varint: 0xffffffffn }],
    ['uint64', uint64(2n ** 64n - 1n), { wireType: 'VARINT', varint: 2n ** 64n - 1n }],
    ['sint32', -1, { wireType: 'VARINT', varint: 1n }],
    ['sint64', 1, { wireType: 'VARINT', varint: 2n }],
    ['bool', true, { wireType: 'VARINT', varint: 1n }],
    ['fixed32', 0xfffffffe, { wireType: 'I32', i32: 0xfffffffe }],
    ['sfixed32', -1, { wireType: 'I32', i32: 0xffffffff }],
    ['float', 1, { wireType: 'I32', i32: 0x3f800000 }],
    ['fixed64', uint64(2n ** 63n), { wireType: 'I64', i64: 2n ** 63n }],
    ['sfixed64', -1, { wireType: 'I64', i64: 2n ** 64n - 1n }],
    ['double', -1, { wireType: 'I64', i64: 0xbff0000000000000n }],
    ['string', 'grpc', { wireType: 'LEN', text: 'grpc' }],
    ['bytes', Uint8Array.of(0xff, 0), { wireType: 'LEN', bytes: Uint8Array.of(0xff, 0) }],
  ] as const) {
    test(`a field of type ${type} with ${value}`, () => {
      const Message = new protobuf.Type('Message').add(new protobuf.Field('value', 7, type));
      const bytes = Message.encode({ value }).finish();
      assert.deepEqual(walkProtobuf(Uint8Array.from(bytes), false), [{ number: 7, ...expected }]);
    });
  }
});

function hasTenByteVarint(fields: readonly ProtobufField[]): boolean {
  return fields.some(({ varint, message }) => (varint ?? 0n) >= 2n ** 63n || hasTenByteVarint(message ?? []));
}

describe('bytes that nobody wrote', () => {
  /** The walk's own reading, written again, is what was read: nothing lost, nothing added, whatever was guessed. */
  function assertFaithful(bytes: Uint8Array): boolean {
    const fields = walkProtobuf(bytes, false);
    if (fields === undefined) return false;
    const again = encode(fields);
    // Varints may be longer than they need to be, and the tenth byte of one has bits that do not count.
    if (again.length < bytes.length || hasTenByteVarint(fields)) assert.deepEqual(walkProtobuf(again, false), fields);
    else assert.deepEqual(again, bytes);
    return true;
  }

  test('mutants of real messages: nothing throws, and what is read is what was there', () => {
    const random = seededRandom(10);
    let read = 0;
    for (let round = 0; round < 5000; round++) {
      const mutant = mutate(random, encode(randomMessage(random, 3)));
      if (assertFaithful(mutant)) read++;
      const before = walkProtobuf(mutant, true);
      assert.ok(before === undefined || before.length <= mutant.length);
    }
    assert.ok(read > 500 && read < 4500, `${read} of 5000 mutants were messages`);
  });

  test('random bytes: the same, and where the walk finds a message protobufjs does', () => {
    const random = seededRandom(11);
    let read = 0;
    for (let round = 0; round < 20_000; round++) {
      const bytes = random.bytes(random.int(16));
      if (!assertFaithful(bytes)) continue;
      read++;
      assert.doesNotThrow(() => fieldEnds(bytes));
    }
    assert.ok(read > 500, `${read} of 20000`);
  });
});
