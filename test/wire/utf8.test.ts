import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codePointAt, decodeUtf8, NOT_UTF8, utf8Length } from '../../src/wire/utf8.ts';

const oracle = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** By Node's own decoder: the code point that the shortest well-formed beginning of these bytes is. */
function expected(bytes: Uint8Array): number {
  for (let length = 1; length <= bytes.length; length++) {
    try {
      return oracle.decode(bytes.subarray(0, length)).codePointAt(0) ?? NOT_UTF8;
    } catch {
      // Not with this many bytes.
    }
  }
  return NOT_UTF8;
}

function read(bytes: Uint8Array): number {
  return codePointAt(bytes, 0, bytes.length);
}

describe('RFC 3629: UTF-8', () => {
  test('§3: every code point reads as itself, with its length', () => {
    for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += codePoint < 0x3000 ? 1 : 61) {
      if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
      const bytes = Buffer.from(String.fromCodePoint(codePoint), 'utf8');
      if (codePointAt(bytes, 0, bytes.length) !== codePoint || utf8Length(codePoint) !== bytes.length) {
        assert.fail(`U+${codePoint.toString(16)}`);
      }
    }
  });

  test('§4: all one and two byte sequences are judged as by Node', () => {
    for (let first = 0; first < 256; first++) {
      assert.equal(read(Uint8Array.of(first)), expected(Uint8Array.of(first)), `${first}`);
      for (let second = 0; second < 256; second++) {
        const bytes = Uint8Array.of(first, second);
        if (read(bytes) !== expected(bytes)) assert.fail(`${first} ${second}`);
      }
    }
  });

  test('§4: three and four byte sequences at every edge are judged as by Node', () => {
    const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff];
    for (let first = 0xe0; first < 0x100; first++) {
      for (const second of edges) {
        for (const third of edges) {
          const three = Uint8Array.of(first, second, third);
          assert.equal(read(three), expected(three), `${three}`);
          for (const fourth of edges) {
            const four = Uint8Array.of(first, second, third, fourth);
            assert.equal(read(four), expected(four), `${four}`);
          }
        }
      }
    }
  });

  test('a sequence that goes on behind the end is none', () => {
    const euro = Buffer.from('€€', 'utf8');
    for (const end of [1, 2]) assert.equal(codePointAt(euro, 0, end), NOT_UTF8);
    assert.equal(codePointAt(euro, 0, 3), 0x20ac);
    assert.equal(codePointAt(euro, 3, 6), 0x20ac);
  });

  test('a byte order mark is kept', () => {
    assert.equal(decodeUtf8(Uint8Array.of(0x41, 0xef, 0xbb, 0xbf, 0x42, 0x43), 1, 5), '\ufeffB');
  });
});
