/** Parts of byte arrays without copies, and their joining. */

export const NO_BYTES = new Uint8Array(0);

/**
 * `length` bytes from `start`, without a copy. Not `bytes.subarray()`: on a Buffer that gives a Buffer, and
 * two kinds of arrays slow down everyone who reads them.
 */
export function viewOf(bytes: Uint8Array, start: number, length: number): Uint8Array {
  return length === 0 ? NO_BYTES : new Uint8Array(bytes.buffer, bytes.byteOffset + start, length);
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
