/** Bytes as lower-case hex digits. Here because formats/ has no Buffer. */

const BYTES_AS_HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += BYTES_AS_HEX[byte];
  return text;
}

/** @param text one char per byte */
export function hexOfLatin1(text: string): string {
  let digits = '';
  for (let i = 0; i < text.length; i++) digits += BYTES_AS_HEX[text.charCodeAt(i) & 0xff];
  return digits;
}

/** A number as so many bytes in network order: `uintHex(258, 4)` is "00000102". */
export function uintHex(value: number, bytes: number): string {
  return value.toString(16).padStart(bytes * 2, '0');
}
