/** Enough to recognise a protocol by, and to show in one line. */
const SHOWN_BYTES = 24;

/** RFC 8446 §5.1: the record type of a ClientHello. */
const TLS_HANDSHAKE = 0x16;

/**
 * The first bytes of a client that speaks something else than its listener does: they say what it took us for.
 *
 * @returns for example `TLS ("\x16\x03\x01…")`
 */
export function describeHead(head: Uint8Array): string {
  const text = Array.from(head.subarray(0, SHOWN_BYTES), quoted).join('');
  const shown = `"${text}${head.length > SHOWN_BYTES ? '…' : ''}"`;
  return head[0] === TLS_HANDSHAKE ? `TLS (${shown})` : shown;
}

/** Printable ASCII as it is, other bytes as \xNN. */
function quoted(byte: number): string {
  const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x5c && byte !== 0x22;
  return isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
}
