/** The `grpc-message` field: UTF-8 in percent-encoding, gRPC PROTOCOL-HTTP2, Status-Message. */

import { codePointAt, decodeUtf8, NOT_UTF8, utf8Length } from '../utf8.ts';

const PERCENT = 0x25;

/**
 * Never fails: "when decoding invalid values, implementations MUST NOT error or throw away the message". A `%` without two hex
 * digits stays as it is, and a byte that is not UTF-8 reads `%FF`, encoded or not.
 *
 * @param value as sent, one character per byte
 */
export function decodeStatusMessage(value: string): string {
  return isPlain(value) ? value : legible(decodePercent(value));
}

/** @param message any text; what is no character becomes U+FFFD */
export function encodeStatusMessage(message: string): string {
  const wellFormed = message.replace(/\p{Surrogate}/gu, '\ufffd');
  // Percent-Byte-Unencoded: 0x20 to 0x7E, but for the percent sign.
  return wellFormed.replace(/[^ -$&-~]/gu, encodeURIComponent);
}

/** Nothing in it to decode, like nearly every message. */
function isPlain(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const byte = value.charCodeAt(i);
    if (byte === PERCENT || byte >= 0x80) return false;
  }
  return true;
}

function decodePercent(value: string): Uint8Array {
  const bytes = new Uint8Array(value.length);
  let size = 0;
  for (let i = 0; i < value.length; i++) {
    const byte = value.charCodeAt(i);
    const high = byte === PERCENT ? hexDigit(value.charCodeAt(i + 1)) : -1;
    const low = high < 0 ? -1 : hexDigit(value.charCodeAt(i + 2));
    bytes[size++] = low < 0 ? byte : high * 16 + low;
    if (low >= 0) i += 2;
  }
  return bytes.subarray(0, size);
}

/** Lower case is against PROTOCOL-HTTP2 and sent by some. @returns 0 to 15, or -1 for anything else, NaN included */
function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const upper = code & ~0x20;
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x41 + 10 : -1;
}

/** Text as it is, any byte that is none as `%FF`. */
function legible(bytes: Uint8Array): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const end = endOfText(bytes, at);
    text += end > at ? decodeUtf8(bytes, at, end) : encodeByte(bytes[at] as number);
    at = end > at ? end : at + 1;
  }
  return text;
}

function endOfText(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length) {
    const codePoint = codePointAt(bytes, at, bytes.length);
    if (codePoint === NOT_UTF8) break;
    at += utf8Length(codePoint);
  }
  return at;
}

function encodeByte(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
