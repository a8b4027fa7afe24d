/** Is it text? The first of the two guesses about a LEN field (see walk.ts). */

import { codePointAt, decodeUtf8, NOT_UTF8, utf8Length } from '../utf8.ts';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const DELETE = 0x7f;
const LAST_C1_CONTROL = 0x9f;

/** @returns the text from `start` to `end`, or undefined where it is not UTF-8 or has control characters */
export function printableText(bytes: Uint8Array, start: number, end: number): string | undefined {
  let at = start;
  while (at < end) {
    const codePoint = codePointAt(bytes, at, end);
    if (codePoint === NOT_UTF8 || isControl(codePoint)) return undefined;
    at += utf8Length(codePoint);
  }
  return decodeUtf8(bytes, start, end);
}

/** Tab and line ends are part of texts, and they are also the tags of field 1 with the wire types I64, LEN and I32. */
export function isTextWhitespace(byte: number): boolean {
  return byte === TAB || byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

function isControl(codePoint: number): boolean {
  if (codePoint < 0x20) return !isTextWhitespace(codePoint);
  return codePoint >= DELETE && codePoint <= LAST_C1_CONTROL;
}
