/** What a client says first, RFC 9113 §3.4. */

/** `PRI * HTTP/2.0`, an empty line, `SM`, an empty line: a request that an HTTP/1.1 server refuses. */
export const PREFACE: Uint8Array = Uint8Array.of(
  ...[0x50, 0x52, 0x49, 0x20, 0x2a, 0x20, 0x48, 0x54, 0x54, 0x50, 0x2f, 0x32, 0x2e, 0x30],
  ...[0x0d, 0x0a, 0x0d, 0x0a, 0x53, 0x4d, 0x0d, 0x0a, 0x0d, 0x0a],
);

/** `partial`: so far it agrees, and more bytes will tell. */
export type PrefaceMatch = 'match' | 'partial' | 'mismatch';

/**
 * @param bytes everything the client has sent so far; what follows the preface is not looked at
 */
export function matchPreface(bytes: Uint8Array): PrefaceMatch {
  const length = Math.min(bytes.length, PREFACE.length);
  for (let i = 0; i < length; i++) {
    if (bytes[i] !== PREFACE[i]) return 'mismatch';
  }
  return length === PREFACE.length ? 'match' : 'partial';
}
