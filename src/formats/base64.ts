/** Base64 of RFC 4648 §4, with padding, as proto3 JSON writes bytes. Here because formats/ has no Buffer. */

const ALPHABET = new TextEncoder().encode('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
const PAD = '='.charCodeAt(0);

const ascii = new TextDecoder();

export function base64(bytes: Uint8Array): string {
  const groups = Math.ceil(bytes.length / 3);
  const out = new Uint8Array(groups * 4);
  let at = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    out[at++] = ALPHABET[bits >> 18] ?? 0;
    out[at++] = ALPHABET[(bits >> 12) & 63] ?? 0;
    out[at++] = ALPHABET[(bits >> 6) & 63] ?? 0;
    out[at++] = ALPHABET[bits & 63] ?? 0;
  }
  const missing = groups * 3 - bytes.length;
  if (missing > 0) out[at - 1] = PAD;
  if (missing > 1) out[at - 2] = PAD;
  return ascii.decode(out);
}
