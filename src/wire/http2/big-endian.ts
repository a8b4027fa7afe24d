/** Unsigned integers in network byte order, RFC 9113 §2.2. The caller has checked that the bytes are there. */

export function readUint8(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

export function readUint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 8) | (bytes[at + 1] as number);
}

export function readUint24(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
}

/** The reserved bit in front of a 31-bit field is ignored, RFC 9113 §4.1. */
export function readUint31(bytes: Uint8Array, at: number): number {
  return ((readUint8(bytes, at) & 0x7f) << 24) | readUint24(bytes, at + 1);
}

export function readUint32(bytes: Uint8Array, at: number): number {
  return ((readUint8(bytes, at) << 24) | readUint24(bytes, at + 1)) >>> 0;
}

export function uint8Bytes(value: number): Uint8Array {
  return Uint8Array.of(value);
}

export function uint16Bytes(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value);
}

export function uint32Bytes(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
