/** Bytes as text. */

const HEX = '0123456789abcdef';

/** Two lower-case digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += (HEX[byte >> 4] as string) + (HEX[byte & 15] as string);
  return hex;
}
