/** Integers with a prefix, RFC 7541 §5.1. */

import type { OctetWriter } from './octet-writer.ts';

/** The largest index, length or table size that we read: nothing in HPACK comes near it, and it is a V8 small integer. */
export const MAX_INTEGER = 2 ** 31 - 1;

/**
 * Octets after the prefix: as many as MAX_INTEGER needs. More of them encode either a larger number, or the same one with
 * zeros in front, which lets a peer keep a decoder busy for nothing. RFC 7541 §5.1 has both refused.
 */
const MAX_CONTINUATION_OCTETS = 5;

/** The octets end inside the integer. */
export const INTEGER_TRUNCATED = -1;
/** The integer is larger, or longer, than it may be. */
export const INTEGER_OVERFLOW = -2;

/** A place in `octets`; reading moves it behind what was read. */
export interface Cursor {
  readonly octets: Uint8Array;
  offset: number;
}

/**
 * Reads the integer whose prefix is the low `prefixBits` (1 to 8) of the octet at the cursor.
 * Returns INTEGER_TRUNCATED or INTEGER_OVERFLOW, which are negative, where there is none.
 */
export function readInteger(cursor: Cursor, prefixBits: number): number {
  const { octets, offset } = cursor;
  if (offset >= octets.length) return INTEGER_TRUNCATED;
  const prefixMax = (1 << prefixBits) - 1;
  const prefix = (octets[offset] as number) & prefixMax;
  cursor.offset = offset + 1;
  return prefix < prefixMax ? prefix : readContinuation(cursor, prefixMax);
}

function readContinuation(cursor: Cursor, prefixMax: number): number {
  const { octets } = cursor;
  let value = prefixMax;
  // A factor, not a shift: the fifth octet reaches beyond the 32 bits of the bitwise operators.
  let factor = 1;
  for (let count = 0; count < MAX_CONTINUATION_OCTETS; count++) {
    if (cursor.offset >= octets.length) return INTEGER_TRUNCATED;
    const octet = octets[cursor.offset++] as number;
    value += (octet & 0x7f) * factor;
    if (octet < 0x80) return value <= MAX_INTEGER ? value : INTEGER_OVERFLOW;
    factor *= 128;
  }
  return INTEGER_OVERFLOW;
}

/**
 * Writes `value`, with `flags` in the bits of the first octet that are not prefix.
 * @param value 0 to MAX_INTEGER; anything else is a bug of the caller and throws
 */
export function writeInteger(writer: OctetWriter, flags: number, prefixBits: number, value: number): void {
  if (!Number.isInteger(value) || value < 0 || value > MAX_INTEGER) {
    throw new RangeError(`integer ${value} is not between 0 and ${MAX_INTEGER}`);
  }
  const prefixMax = (1 << prefixBits) - 1;
  if (value < prefixMax) {
    writer.octet(flags | value);
    return;
  }
  writer.octet(flags | prefixMax);
  let rest = value - prefixMax;
  while (rest >= 0x80) {
    writer.octet((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  writer.octet(rest);
}
