import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProtobufField as EventField } from '../../../src/trace/event.ts';
import type { ProtobufField } from '../../../src/wire/protobuf/field.ts';
import { walkProtobuf } from '../../../src/wire/protobuf/walk.ts';

/** Bytes in hex, with blanks where they help. */
function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
}

function walk(text: string): readonly ProtobufField[] | undefined {
  return walkProtobuf(hex(text), false);
}

/** A LEN field 2 of up to 127 bytes, and what it is told as. */
function len(content: Uint8Array | string): ProtobufField | undefined {
  const bytes = Buffer.from(content);
  return walkProtobuf(Uint8Array.of(0x12, bytes.length, ...bytes), false)?.[0];
}

test('a field has the shape that trace/event.ts has', () => {
  type Same = [ProtobufField] extends [EventField] ? ([EventField] extends [ProtobufField] ? true : false) : false;
  type SameKeys = keyof ProtobufField extends keyof EventField
    ? keyof EventField extends keyof ProtobufField
      ? true
      : false
    : false;
  const same: Same & SameKeys = true;
  assert.equal(same, true);
});

describe('Protocol Buffers Encoding: a simple message', () => {
  test('`a = 150` is 08 96 01', () =>
    assert.deepEqual(walk('08 96 01'), [{ number: 1, wireType: 'VARINT', varint: 150n }]));

  test('`b = "testing"` is 12 07 …', () =>
    assert.deepEqual(walk('12 07 74 65 73 74 69 6e 67'), [{ number: 2, wireType: 'LEN', text: 'testing' }]));

  test('a submessage is 1a 03 08 96 01', () =>
    assert.deepEqual(walk('1a 03 08 96 01'), [
      { number: 3, wireType: 'LEN', message: [{ number: 1, wireType: 'VARINT', varint: 150n }] },
    ]));

  test('fixed numbers are little endian and unsigned', () => {
    assert.deepEqual(walk('0d 01 02 03 84'), [{ number: 1, wireType: 'I32', i32: 0x84030201 }]);
    assert.deepEqual(walk('09 01 02 03 84 05 06 07 88'), [{ number: 1, wireType: 'I64', i64: 0x8807060584030201n }]);
  });

  test('a group is what is between its two tags', () => {
    assert.deepEqual(walk('0b 10 01 0c 18 02'), [
      { number: 1, wireType: 'GROUP', message: [{ number: 2, wireType: 'VARINT', varint: 1n }] },
      { number: 3, wireType: 'VARINT', varint: 2n },
    ]);
    assert.deepEqual(walk('0b 0c'), [{ number: 1, wireType: 'GROUP', message: [] }]);
  });

  test('groups nest', () =>
    assert.deepEqual(walk('0b 13 14 0c'), [
      { number: 1, wireType: 'GROUP', message: [{ number: 2, wireType: 'GROUP', message: [] }] },
    ]));

  test('the empty message has no fields', () => {
    assert.deepEqual(walk(''), []);
    assert.deepEqual(walkProtobuf(new Uint8Array(0), true), []);
  });

  test('fields come in wire order, and may repeat', () =>
    assert.deepEqual(
      walk('10 02 08 01 10 03')?.map(({ number, varint }) => `${number}=${varint}`),
      ['2=2', '1=1', '2=3'],
    ));
});

describe('Protocol Buffers Encoding: varints and tags', () => {
  for (const [bytes, varint] of [
    ['00', 0n],
    ['7f', 127n],
    ['80 01', 128n],
    ['ff ff ff ff ff ff 7f', 2n ** 49n - 1n],
    ['80 80 80 80 80 80 80 01', 2n ** 49n],
    ['ff ff ff ff ff ff ff ff 7f', 2n ** 63n - 1n],
    ['ff ff ff ff ff ff ff ff ff 01', 2n ** 64n - 1n],
    ['80 80 80 80 80 80 80 80 80 01', 2n ** 63n],
    ['80 00', 0n],
    ['96 81 80 80 80 80 80 80 80 00', 150n],
  ] as const) {
    test(`${bytes} is ${varint}`, () => assert.equal(walk(`08 ${bytes}`)?.[0]?.varint, varint));
  }

  test('bits above the 64th are dropped', () => {
    assert.equal(walk('08 ff ff ff ff ff ff ff ff ff 7f')?.[0]?.varint, 2n ** 64n - 1n);
    assert.equal(walk('08 81 80 80 80 80 80 80 80 80 02')?.[0]?.varint, 1n);
  });

  test('field numbers are 1 to 2^29 - 1', () => {
    assert.equal(walk('f8 ff ff ff 0f 00')?.[0]?.number, 2 ** 29 - 1);
    assert.equal(walk('00 01'), undefined);
    assert.equal(walk('f8 ff ff ff 1f 00'), undefined);
  });

  for (const [what, bytes] of [
    ['a varint of 11 bytes', '08 80 80 80 80 80 80 80 80 80 80 01'],
    ['a tag of 6 bytes', '88 80 80 80 80 00 01'],
    ['wire type 6', '0e 01'],
    ['wire type 7', '0f 01'],
    ['the end of a group that did not begin', '0c'],
    ['a group that another number ends', '0b 14'],
    ['the end of a group inside a field of it', '0b 12 01 0c 0f'],
    ['a length above 2^31 - 1', '12 80 80 80 80 08'],
  ] as const) {
    test(`${what} is not protobuf, cut off or not`, () => {
      assert.equal(walk(bytes), undefined);
      assert.equal(walkProtobuf(hex(bytes), true), undefined);
    });
  }

  for (const [what, bytes] of [
    ['a tag', '80'],
    ['a varint', '08 80'],
    ['a long varint', '08 80 80 80 80 80 80 80 80'],
    ['an I32', '0d 00 00 00'],
    ['an I64', '09 00 00 00 00 00 00 00'],
    ['a length', '12 80'],
    ['a LEN', '12 05 61 62'],
    ['a group', '0b 10 01'],
    ['a LEN of nearly 2 GiB', '12 ff ff ff ff 07'],
  ] as const) {
    test(`${what} that is cut off: the fields before it, where the message was`, () => {
      const before = `08 01 ${bytes}`;
      assert.equal(walk(before), undefined);
      assert.deepEqual(walkProtobuf(hex(before), true), [{ number: 1, wireType: 'VARINT', varint: 1n }]);
    });
  }
});

describe('LEN: text, message or bytes', () => {
  const uuid = '6f1c2e58-1c1e-4a0e-9d52-3f9f7f1f3c11';

  for (const text of [
    '',
    'x',
    'héllo €💥',
    'two\r\nlines\tand a tab',
    '"#',
    `"$${uuid}`,
    '\nnot a message',
    '\t',
    '\n',
  ]) {
    test(`${JSON.stringify(text)} is text`, () => assert.deepEqual(len(text), { number: 2, wireType: 'LEN', text }));
  }

  test('a message whose first field is a text of 32 bytes or more is no text, though all of it can be printed', () => {
    assert.deepEqual(len(`\n$${uuid}`), {
      number: 2,
      wireType: 'LEN',
      message: [{ number: 1, wireType: 'LEN', text: uuid }],
    });
  });

  test('control characters are no text: not C0, not DEL, not C1', () => {
    for (const control of ['\0', '\x1b', '\x7f', '\x80', '\x9f']) {
      const bytes = Buffer.from(`zz${control}`);
      assert.deepEqual(len(bytes)?.bytes, Uint8Array.from(bytes), JSON.stringify(control));
    }
  });

  test('bytes that are neither UTF-8 nor a message are bytes', () => {
    assert.deepEqual(len(hex('ff ff')), { number: 2, wireType: 'LEN', bytes: hex('ff ff') });
    assert.deepEqual(len(hex('08')), { number: 2, wireType: 'LEN', bytes: hex('08') });
  });

  test('a message must be whole: one more byte and it is bytes', () => {
    assert.deepEqual(len(hex('08 01'))?.message, [{ number: 1, wireType: 'VARINT', varint: 1n }]);
    assert.deepEqual(len(hex('08 01 08'))?.bytes, hex('08 01 08'));
  });

  test('a message must have a field number that a schema could have', () => {
    // Field 18,999 and 19,000 (where the reserved range begins).
    assert.equal(len(hex('b8 a3 09 01'))?.message?.[0]?.number, 18_999);
    assert.deepEqual(len(hex('c0 a3 09 01'))?.bytes, hex('c0 a3 09 01'));
    assert.deepEqual(
      len(hex('c0 a3 09 01 08 01'))?.message?.map(({ number }) => number),
      [19_000, 1],
    );
  });

  test('bytes are a view of what was walked', () => {
    const message = hex('12 02 ff ff');
    assert.equal(walkProtobuf(message, false)?.[0]?.bytes?.buffer, message.buffer);
  });
});

describe('limits', () => {
  /** Messages in messages, each with these bytes behind its one field. */
  function nested(levels: number, tag = 0x12, behind: readonly number[] = []): Uint8Array {
    let bytes = Uint8Array.of(0x08, 0x01);
    for (let level = 0; level < levels; level++) {
      const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
      bytes = Uint8Array.of(tag, ...length, ...bytes, ...(level === levels - 1 ? [] : behind));
    }
    return bytes;
  }

  function depthOf(fields: readonly ProtobufField[] | undefined): number {
    return fields === undefined ? -1 : 1 + Math.max(-1, ...fields.map(({ message }) => depthOf(message)));
  }

  test('messages are read 32 levels deep, below that they are bytes', () => {
    assert.equal(depthOf(walkProtobuf(nested(32), false)), 32);
    assert.equal(depthOf(walkProtobuf(nested(33), false)), 32);
    assert.equal(depthOf(walkProtobuf(nested(1000), false)), 32);
  });

  test('groups are read 32 levels deep; one that goes deeper, and what is behind it, is left out', () => {
    const groups = (levels: number) =>
      Uint8Array.of(8, 1, ...Array(levels).fill(0x0b), ...Array(levels).fill(0x0c), 8, 1);
    assert.equal(depthOf(walkProtobuf(groups(32), false)), 32);
    assert.deepEqual(walkProtobuf(groups(33), false)?.length, 1);
    assert.deepEqual(walkProtobuf(groups(10_000), false)?.length, 1);
  });

  test('4,096 fields are read, wherever they are', () => {
    const flat = new Uint8Array(20_000).fill(0x08);
    assert.equal(walkProtobuf(flat, false)?.length, 4_096);
    // Twice a message of 3,000 fields: the second passes the limit, and stays bytes.
    const half = Buffer.concat([hex('12 f0 2e'), new Uint8Array(6_000).fill(0x08)]);
    const [first, second] = walkProtobuf(Buffer.concat([half, half]), false) ?? [];
    assert.equal(first?.message?.length, 3_000);
    assert.equal(second?.bytes?.length, 6_000);
  });

  for (const tag of [0x0a, 0x12]) {
    test(`guesses that fail at every level cost no more than others (tag ${tag})`, () => {
      const bytes = nested(31, tag, [0x0f]);
      const start = process.hrtime.bigint();
      assert.equal(walkProtobuf(bytes, false)?.[0]?.bytes?.length, bytes.length - 2);
      const elapsedMs = Number(process.hrtime.bigint() - start) / 1e6;
      assert.ok(elapsedMs < 1_000, `${elapsedMs} ms`);
    });
  }
});
