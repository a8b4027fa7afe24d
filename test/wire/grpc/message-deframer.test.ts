import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type DeframedMessage, MessageDeframer } from '../../../src/wire/grpc/message-deframer.ts';
import type { MessageFraming } from '../../../src/wire/grpc/message-prefix.ts';
import { PreviewArena } from '../../../src/wire/preview.ts';
import { mutate, seededRandom } from '../../support/seeded-random.ts';

const KIB = 1024;
const MAX_UINT32 = 0xffffffff;

function prefix(flag: number, length: number): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt8(flag, 0);
  bytes.writeUInt32BE(length, 1);
  return bytes;
}

function framed(flag: number, body: Uint8Array | string): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([prefix(flag, bytes.length), bytes]);
}

/** What a deframer says of all this, without where the pushes were cut. */
function deframe(parts: readonly Uint8Array[], previewBytes = KIB, framing: MessageFraming = 'grpc') {
  const deframer = new MessageDeframer(new PreviewArena(previewBytes), framing);
  const messages = parts
    .flatMap((part) => deframer.push(part))
    .map(({ continued, preview, ...message }) => ({ ...message, preview: preview.bytes() }));
  return { messages, pending: deframer.pending, violation: deframer.violation };
}

function bytewise(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

function summary(message: DeframedMessage): string {
  return `${message.index} ${Buffer.from(message.preview.bytes()).toString()}`;
}

const SCRIPTS: ReadonlyArray<{ readonly name: string; readonly bytes: Buffer }> = [
  { name: 'one message', bytes: framed(0, 'hello') },
  { name: 'an empty message', bytes: framed(0, '') },
  { name: 'a compressed message longer than the preview', bytes: framed(1, 'x'.repeat(100)) },
  {
    name: 'several messages',
    bytes: Buffer.concat([framed(0, 'one'), framed(1, ''), framed(0, ''), framed(0, 'four')]),
  },
  { name: 'a message that is cut off', bytes: framed(0, 'hello').subarray(0, 8) },
  { name: 'a prefix that is cut off', bytes: Buffer.concat([framed(0, 'hello'), prefix(1, 3).subarray(0, 3)]) },
  { name: 'a message, then text', bytes: Buffer.concat([framed(0, 'hello'), Buffer.from('<html><body>502')]) },
  { name: 'less text than a prefix', bytes: Buffer.from('no') },
];

describe('PROTOCOL-HTTP2: Length-Prefixed-Message → Compressed-Flag Message-Length Message', () => {
  test('flag, length in big endian, and message', () => {
    const bytes = Uint8Array.of(0, 0, 0, 1, 2, ...new Uint8Array(0x102).fill(7));
    const { messages, pending } = deframe([bytes]);
    assert.deepEqual(messages, [
      { index: 0, flag: 0, compressed: false, length: 0x102, preview: new Uint8Array(0x102).fill(7), truncated: false },
    ]);
    assert.equal(pending, undefined);
  });

  test('the flag 1 says compressed', () => {
    assert.deepEqual(
      deframe([framed(1, 'zz')]).messages.map(({ flag, compressed }) => ({ flag, compressed })),
      [{ flag: 1, compressed: true }],
    );
  });

  test('a preview is at most what was asked for, and says so', () => {
    for (const [previewBytes, expected, truncated] of [
      [0, '', true],
      [4, 'hell', true],
      [5, 'hello', false],
      [6, 'hello', false],
    ] as const) {
      const [message] = deframe([framed(0, 'hello')], previewBytes).messages;
      assert.equal(Buffer.from(message?.preview ?? []).toString(), expected);
      assert.equal(message?.truncated, truncated);
      assert.equal(message?.length, 5);
    }
  });

  test('an empty message is never truncated', () => {
    assert.equal(deframe([framed(0, '')], 0).messages[0]?.truncated, false);
  });

  test('a preview is a copy: the bytes that were pushed may be overwritten', () => {
    for (const size of [5, 31, 32, 33, 1000]) {
      const deframer = new MessageDeframer(new PreviewArena(KIB));
      const bytes = framed(0, 'a'.repeat(size));
      const [message] = deframer.push(bytes);
      bytes.fill(0);
      assert.deepEqual(message?.preview.bytes(), new Uint8Array(size).fill(0x61));
    }
  });
});

describe('PROTOCOL-HTTP2: DATA boundaries have no relation to message boundaries', () => {
  for (const { name, bytes } of SCRIPTS) {
    test(`${name}: whole, byte by byte and split at every offset tell the same`, () => {
      const whole = deframe([bytes], 8);
      assert.deepEqual(deframe(bytewise(bytes), 8), whole);
      for (let cut = 0; cut <= bytes.length; cut++) {
        assert.deepEqual(deframe([bytes.subarray(0, cut), bytes.subarray(cut)], 8), whole, `cut at ${cut}`);
      }
    });
  }

  test('the next message behind it is read from the same push', () => {
    for (const bytes of [framed(0, ''), framed(0, 'hello'), framed(1, 'x'.repeat(3000))]) {
      const { messages } = deframe([Buffer.concat([bytes, framed(0, 'next')])]);
      assert.deepEqual(messages[0], deframe([bytes]).messages[0]);
      assert.equal(Buffer.from(messages[1]?.preview ?? []).toString(), 'next');
    }
  });

  test('random messages in random parts come out as they went in', () => {
    const random = seededRandom(1);
    for (let round = 0; round < 200; round++) {
      const bodies = Array.from({ length: random.int(6) }, () => random.bytes(random.int(80)));
      const flags = bodies.map(() => random.int(2));
      let rest = Buffer.concat(bodies.map((body, n) => framed(flags[n] ?? 0, body)));
      const parts: Uint8Array[] = [];
      while (rest.length > 0) {
        const size = random.int(40);
        parts.push(rest.subarray(0, size));
        rest = rest.subarray(size);
      }
      const { messages, pending } = deframe(parts);
      assert.deepEqual(
        messages.map(({ preview }) => preview),
        bodies,
      );
      assert.deepEqual(
        messages.map(({ flag }) => flag),
        flags,
      );
      assert.equal(pending, undefined);
    }
  });
});

describe('which DATA frames carried a message', () => {
  test('`continued`: began in an earlier push, be it with one byte of the prefix', () => {
    const deframer = new MessageDeframer(new PreviewArena(KIB));
    const bytes = Buffer.concat([framed(0, 'a'), framed(0, 'b'), framed(0, 'c')]);
    const told = [bytes.subarray(0, 7), bytes.subarray(7, 9), bytes.subarray(9)].map((part) =>
      deframer.push(part).map((message) => `${summary(message)} ${message.continued}`),
    );
    assert.deepEqual(told, [['0 a false'], [], ['1 b true', '2 c false']]);
  });

  test('`inMessage`: from the first byte of the prefix to the last of the message', () => {
    const deframer = new MessageDeframer(new PreviewArena(KIB));
    const told = bytewise(Buffer.concat([framed(0, 'ab'), framed(0, '')])).map((part) => {
      deframer.push(part);
      return deframer.inMessage;
    });
    assert.deepEqual(told, [...Array(6).fill(true), false, ...Array(4).fill(true), false]);
  });

  test('an empty push changes nothing', () => {
    const deframer = new MessageDeframer(new PreviewArena(KIB));
    assert.deepEqual(deframer.push(new Uint8Array(0)), []);
    assert.equal(deframer.inMessage, false);
    deframer.push(framed(0, 'hello').subarray(0, 7));
    const before = deframer.pending;
    assert.deepEqual(deframer.push(new Uint8Array(0)), []);
    assert.deepEqual(deframer.pending, before);
  });
});

describe('what is pending', () => {
  test('nothing, the flag, then the length too; `received` counts the prefix', () => {
    const deframer = new MessageDeframer(new PreviewArena(KIB));
    const told = bytewise(framed(1, 'abc').subarray(0, 7)).map((part) => {
      deframer.push(part);
      return deframer.pending;
    });
    assert.deepEqual(told, [
      { flag: 1, received: 1 },
      { flag: 1, received: 2 },
      { flag: 1, received: 3 },
      { flag: 1, received: 4 },
      { flag: 1, length: 3, received: 5 },
      { flag: 1, length: 3, received: 6 },
      { flag: 1, length: 3, received: 7 },
    ]);
    deframer.push(Buffer.from('c'));
    assert.equal(deframer.pending, undefined);
  });

  test('4 GiB may be announced, and sent: only the preview is held', () => {
    const deframer = new MessageDeframer(new PreviewArena(3));
    const part = Buffer.alloc(16 * KIB * KIB - 1, 'abcd');
    const before = process.memoryUsage().arrayBuffers;
    deframer.push(prefix(0, MAX_UINT32));
    let messages: readonly DeframedMessage[] = [];
    let left = MAX_UINT32;
    while (left > 0) {
      assert.deepEqual(messages, []);
      messages = deframer.push(part.subarray(0, left));
      left -= Math.min(left, part.length);
    }
    assert.ok(process.memoryUsage().arrayBuffers - before < part.length);
    assert.equal(messages.length, 1);
    assert.equal(messages[0]?.length, MAX_UINT32);
    assert.deepEqual(messages[0]?.preview.bytes(), Uint8Array.from(Buffer.from('abc')));
    assert.equal(deframer.push(framed(0, 'next')).map(summary)[0], '1 nex');
  });
});

describe('what is no message', () => {
  test('PROTOCOL-HTTP2: Compressed-Flag is 0 or 1, anything else ends the reading', () => {
    for (let flag = 2; flag < 256; flag++) {
      const { messages, pending, violation } = deframe([framed(0, 'good'), framed(flag, 'bad'), framed(0, 'lost')]);
      assert.equal(messages.length, 1, `flag ${flag}`);
      assert.equal(pending, undefined);
      assert.deepEqual(violation?.prefix, Uint8Array.of(flag, 0, 0, 0, 3));
      assert.match(violation?.reason ?? '', new RegExp(`^compressed flag ${flag}\\b.*, expected 0 or 1 `));
    }
  });

  test('a page of HTML is told as the text that it is', () => {
    for (const [body, shown] of [
      ['<html><head>', '"<html"'],
      ['<!DOCTYPE html>', '"<!DOC"'],
      ['HTTP/1.1 400 Bad Request', '"HTTP/"'],
      ['{"error":"no"}', '"{\\"err"'],
      ['\r\nupstream', '"\\r\\nups"'],
    ] as const) {
      const reason = deframe([Buffer.from(body)]).violation?.reason;
      const hex = Buffer.from(body.slice(0, 5)).toString('hex').replace(/..\B/g, '$& ');
      assert.equal(reason, `body has the text ${shown} (prefix ${hex}), where a message was expected`);
    }
  });

  test('a length that spells text is none, though the flag is good', () => {
    const { violation } = deframe([Buffer.from('\0HTTP/1.1')]);
    assert.equal(
      violation?.reason,
      'message length 1213486160 spells "HTTP" (prefix 00 48 54 54 50): text, where a message was expected',
    );
    assert.equal(violation?.spec, 'gRPC PROTOCOL-HTTP2, Length-Prefixed-Message');
  });

  test('a great length that spells nothing is a length', () => {
    for (const length of [0x7f000000, 0x40000000, 0x2020201f, 0xffffffff, 0x61620061]) {
      assert.deepEqual(deframe([prefix(0, length)]).pending, { flag: 0, length, received: 5 });
    }
  });

  test('the flag of another protocol is named', () => {
    assert.match(deframe([prefix(2, 9)]).violation?.reason ?? '', /Connect/);
    assert.match(deframe([prefix(0x80, 9)]).violation?.reason ?? '', /trailers in gRPC-Web/);
  });

  test('PROTOCOL-WEB: the highest bit marks trailers, compressed or not', () => {
    const bytes = Buffer.concat([framed(0, 'hello'), framed(0x80, 'grpc-status: 0\r\n'), framed(0x81, 'zz')]);
    const { messages, violation } = deframe([bytes], KIB, 'grpc-web');
    assert.equal(violation, undefined);
    assert.deepEqual(
      messages.map(({ flag, compressed }) => [flag, compressed]),
      [
        [0, false],
        [0x80, false],
        [0x81, true],
      ],
    );
    assert.notEqual(deframe([prefix(0x82, 1)], KIB, 'grpc-web').violation, undefined);
    assert.notEqual(deframe([prefix(0x02, 1)], KIB, 'grpc-web').violation, undefined);
  });

  test('whatever comes, nothing throws and no more is kept than the preview', () => {
    const random = seededRandom(2);
    const good = Buffer.concat([framed(0, 'hello'), framed(1, 'x'.repeat(40)), framed(0, '')]);
    let violations = 0;
    for (let round = 0; round < 2000; round++) {
      const bytes = mutate(random, good);
      const whole = deframe([bytes], 16);
      assert.deepEqual(deframe(bytewise(bytes), 16), whole);
      for (const message of whole.messages) assert.ok(message.preview.length <= 16);
      if (whole.violation !== undefined) violations++;
    }
    assert.ok(violations > 100, `${violations} of 2000 mutants`);
  });
});
