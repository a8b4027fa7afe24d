/** A place in the bytes of a message, and the scalars that are read there. Little endian, Protocol Buffers Encoding. */

export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Why nothing could be read: the bytes end first, or no message can have these. */
export type ReadFailure = 'CUT' | 'MALFORMED';

/** 64 bits, 7 a byte. */
const MAX_VARINT_BYTES = 10;
const MAX_UINT32_BYTES = 5;
const MAX_UINT32 = 0xffffffff;
/** 49 bits, which a number holds exactly; what comes after needs a bigint. */
const NUMBER_VARINT_BYTES = 7;

/** A varint of at most 32 bits: tags (29 of field number, 3 of wire type) and lengths. */
export function readUint32(cursor: Cursor, end: number): number | ReadFailure {
  let value = 0;
  let scale = 1;
  const limit = cursor.at + MAX_UINT32_BYTES;
  while (cursor.at < limit) {
    if (cursor.at >= end) return 'CUT';
    const byte = cursor.bytes[cursor.at++] as number;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value <= MAX_UINT32 ? value : 'MALFORMED';
    scale *= 128;
  }
  return 'MALFORMED';
}

/** @returns 0 to 2^64 - 1; bits above the 64th are dropped, as parsers do */
export function readVarint(cursor: Cursor, end: number): bigint | ReadFailure {
  const start = cursor.at;
  let low = 0;
  let scale = 1;
  while (cursor.at - start < NUMBER_VARINT_BYTES) {
    if (cursor.at >= end) return 'CUT';
    const byte = cursor.bytes[cursor.at++] as number;
    low += (byte & 0x7f) * scale;
    if (byte < 0x80) return BigInt(low);
    scale *= 128;
  }
  return readHighVarint(cursor, end, start, BigInt(low));
}

function readHighVarint(cursor: Cursor, end: number, start: number, low: bigint): bigint | ReadFailure {
  let value = low;
  while (cursor.at - start < MAX_VARINT_BYTES) {
    if (cursor.at >= end) return 'CUT';
    const shift = BigInt(7 * (cursor.at - start));
    const byte = cursor.bytes[cursor.at++] as number;
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  return 'MALFORMED';
}

/** @returns 0 to 2^32 - 1 */
export function readI32(cursor: Cursor, end: number): number | ReadFailure {
  const { bytes, at } = cursor;
  if (at + 4 > end) return 'CUT';
  cursor.at += 4;
  const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
  return (low | ((bytes[at + 3] as number) << 24)) >>> 0;
}

/** @returns 0 to 2^64 - 1 */
export function readI64(cursor: Cursor, end: number): bigint | ReadFailure {
  if (cursor.at + 8 > end) return 'CUT';
  const low = readI32(cursor, end);
  const high = readI32(cursor, end);
  return typeof low === 'string' || typeof high === 'string' ? 'CUT' : (BigInt(high) << 32n) | BigInt(low);
}
