import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeStatusMessage } from '../../../src/wire/grpc/status-message.ts';
import { seededRandom } from '../../support/seeded-random.ts';

/** As a header value comes to us: one character per byte. */
function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

describe('PROTOCOL-HTTP2: Status-Message is UTF-8 in percent-encoding', () => {
  for (const [value, expected] of [
    ['', ''],
    ['no such pod', 'no such pod'],
    ['100%25', '100%'],
    ['caf%C3%A9', 'café'],
    ['%E2%82%AC%F0%9F%92%A5', '€💥'],
    ['a%0Ab%00', 'a\nb\0'],
    ['%c3%a9 in lower case', 'é in lower case'],
  ] as const) {
    test(`${JSON.stringify(value)} reads ${JSON.stringify(expected)}`, () =>
      assert.equal(decodeStatusMessage(value), expected));
  }

  test('what encodeURIComponent makes of any text is that text', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 300; round++) {
      const codePoints = Array.from({ length: random.int(12) }, () =>
        random.pick([random.int(0xd800), random.int(128)]),
      );
      const text = String.fromCodePoint(...codePoints, 0x1f4a5);
      assert.equal(decodeStatusMessage(encodeURIComponent(text)), text);
    }
  });
});

describe('PROTOCOL-HTTP2: decoding "MUST NOT error or throw away the message"', () => {
  for (const [value, expected] of [
    ['%', '%'],
    ['50% off', '50% off'],
    ['%2', '%2'],
    ['%%41', '%A'],
    ['%4%41', '%4A'],
    ['%GG%41', '%GGA'],
    ['%4G%@A%`A', '%4G%@A%`A'],
  ] as const) {
    test(`broken encoding stays: ${value}`, () => assert.equal(decodeStatusMessage(value), expected));
  }

  for (const [value, expected] of [
    ['%FF', '%FF'],
    ['\xff', '%FF'],
    ['a%C3b', 'a%C3b'],
    ['%C0%80', '%C0%80'],
    ['%ED%A0%80', '%ED%A0%80'],
    ['%E2%82', '%E2%82'],
    ['%e2%82', '%E2%82'],
  ] as const) {
    test(`bytes that are not UTF-8 stay legible: ${JSON.stringify(value)}`, () =>
      assert.equal(decodeStatusMessage(value), expected));
  }

  test('UTF-8 that was not percent-encoded is text all the same', () => {
    assert.equal(decodeStatusMessage(latin1('café 50%')), 'café 50%');
    assert.equal(decodeStatusMessage(`${latin1('é')}%C3%A9`), 'éé');
  });

  test('a byte order mark stays', () => assert.equal(decodeStatusMessage('%EF%BB%BFx'), '\ufeffx'));

  test('random bytes: nothing throws, and every byte can be told from the result', () => {
    const random = seededRandom(6);
    for (let round = 0; round < 2000; round++) {
      const bytes = Buffer.from(random.bytes(random.int(24)));
      const encoded = bytes.toString('hex').replace(/../g, '%$&');
      const decoded = decodeStatusMessage(encoded);
      // Behind a marker for the literal % of the bytes themselves, %XX in the result stands for one byte.
      if (!bytes.includes(0x25)) assert.deepEqual(bytesOf(decoded), bytes);
      assert.equal(typeof decodeStatusMessage(bytes.toString('latin1')), 'string');
    }
  });
});

function bytesOf(decoded: string): Buffer {
  const parts = decoded.split(/(%[0-9A-F]{2})/);
  return Buffer.concat(
    parts.map((part) => (part.startsWith('%') ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part))),
  );
}
