/** Values of metadata whose name ends in `-bin`: base64 of RFC 4648 §4, gRPC PROTOCOL-HTTP2, Binary-Header. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NOT_BASE64 = 0xff;
const SEXTET_BY_CODE = sextetsByCode();
const PADDING = '=';
const NO_BYTES = new Uint8Array(0);

export function isBinaryName(name: string): boolean {
  return name.endsWith('-bin');
}

/**
 * Values of one name may have been joined with commas on the way (some add a blank), and are taken apart before decoding.
 *
 * @returns one item per value; undefined where that value is not base64
 */
export function decodeBinaryMetadata(value: string): readonly (Uint8Array | undefined)[] {
  return value.split(',').map((item) => decodeBase64(item.trim()));
}

/** @returns the value without padding, as implementations "should emit" it */
export function encodeBinaryMetadata(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const size = Math.min(3, bytes.length - at);
    const group = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    // n bytes take n + 1 characters.
    for (let i = 0; i <= size; i++) text += ALPHABET.charAt((group >>> (18 - 6 * i)) & 0x3f);
  }
  return text;
}

function decodeBase64(text: string): Uint8Array | undefined {
  const end = lengthWithoutPadding(text);
  // A last group of one character has 6 bits: not a byte.
  if (end === undefined || end % 4 === 1) return undefined;
  if (end === 0) return NO_BYTES;
  const bytes = new Uint8Array(Math.floor((end * 3) / 4));
  let bits = 0;
  let size = 0;
  for (let i = 0; i < end; i++) {
    const sextet = SEXTET_BY_CODE[text.charCodeAt(i)] ?? NOT_BASE64;
    if (sextet === NOT_BASE64) return undefined;
    // Only the last 8 bits and those of the open group matter; the rest falls out of the 32.
    bits = (bits << 6) | sextet;
    if (i % 4 !== 0) bytes[size++] = bits >>> (6 - 2 * (i % 4));
  }
  return bytes;
}

/** Padding is all there or not there at all: "implementations MUST accept padded and un-padded values". */
function lengthWithoutPadding(text: string): number | undefined {
  if (!text.endsWith(PADDING)) return text.length;
  if (text.length % 4 !== 0) return undefined;
  return text.length - (text.endsWith('==') ? 2 : 1);
}

function sextetsByCode(): Uint8Array {
  const sextets = new Uint8Array(128).fill(NOT_BASE64);
  for (let i = 0; i < ALPHABET.length; i++) sextets[ALPHABET.charCodeAt(i)] = i;
  return sextets;
}
