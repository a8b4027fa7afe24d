import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goQuote, latin1, printable, printableBytes } from '../../src/formats/escape.ts';

/** Right sides as Go 1.26 prints them with %q. */
const GO_QUOTED: readonly (readonly [string, string])[] = [
  ['', '""'],
  ['plain text', '"plain text"'],
  ['say "hi" \\o/', '"say \\"hi\\" \\\\o/"'],
  ['\x07\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
  ['\0\x1b[31m\x7f', '"\\x00\\x1b[31m\\x7f"'],
  // UTF-8 is shown as the character it is, what is not UTF-8 byte by byte.
  ['\xc3\xa9', '"é"'],
  ['\xe9', '"\\xe9"'],
  ['\xe2\x82', '"\\xe2\\x82"'],
  ['\xf0\x9f\x98\x80', '"😀"'],
  // Overlong, surrogate, beyond U+10FFFF: RFC 3629 §3 forbids all three.
  ['\xc0\xaf', '"\\xc0\\xaf"'],
  ['\xed\xa0\x80', '"\\xed\\xa0\\x80"'],
  ['\xf4\x90\x80\x80', '"\\xf4\\x90\\x80\\x80"'],
  // Characters that are not printable: C1 controls, the no-break space, a bidirectional override, a tag.
  ['\xc2\x9b', '"\\u009b"'],
  ['\xc2\xa0', '"\\u00a0"'],
  ['\xe2\x80\xae', '"\\u202e"'],
  ['\xf3\xa0\x80\x81', '"\\U000e0001"'],
];

test('goQuote writes bytes as %q of Go does', () => {
  for (const [bytes, quoted] of GO_QUOTED) assert.equal(goQuote(bytes), quoted);
});

test('printableBytes is the same without quotes, and leaves quotes and backslashes as they are', () => {
  assert.equal(printableBytes('a "b" \\c'), 'a "b" \\c');
  assert.equal(printableBytes('\x1b]0;owned\x07\xc3\xa9\xff'), '\\x1b]0;owned\\aé\\xff');
});

test('printable takes characters and not bytes', () => {
  assert.equal(printable('é ü 😀'), 'é ü 😀');
  assert.equal(printable('a\u009b2Jb\u202ec\nd\ud800'), 'a\\u009b2Jb\\u202ec\\nd\\ud800');
});

test('no byte and no character below U+3000 gets through as a control character', () => {
  for (let code = 0; code < 0x3000; code++)
    assert.doesNotMatch(printable(String.fromCodePoint(code)), /[\p{C}\p{Zl}\p{Zp}]/u);
  for (let byte = 0; byte < 0x100; byte++) assert.doesNotMatch(printableBytes(String.fromCharCode(byte)), /\p{C}/u);
});

test('latin1 has one character per byte', () => {
  assert.equal(latin1(Uint8Array.of(0x41, 0, 0xff)), 'A\0\xff');
});
