/** Enough to recognise a protocol by, and to show in one line. */
const SHOWN_BYTES = 24;

/** RFC 8446 §5.1: the record type of a ClientHello. */
const TLS_HANDSHAKE = 0x16;

/** CR, LF, "?" and ":": what a text protocol has behind them may be secret, header fields, a query and a value for example. */
const ENDS_OF_SHOWN = [0x0d, 0x0a, 0x3f, 0x3a];

/**
 * The first bytes of a client that speaks something else than its listener does: they say what it took us for.
 *
 * @returns for example `TLS ("\x16\x03\x01…")`
 */
export function describeHead(head: Uint8Array): string {
  const isTls = head[0] === TLS_HANDSHAKE;
  const end = isTls ? -1 : head.findIndex((byte) => ENDS_OF_SHOWN.includes(byte));
  const shown = head.subarray(0, end < 0 ? SHOWN_BYTES : Math.min(end, SHOWN_BYTES));
  const text = `"${Array.from(shown, quoted).join('')}${head.length > shown.length ? '…' : ''}"`;
  return isTls ? `TLS (${text})` : text;
}

/** Printable ASCII as it is, other bytes as \xNN. */
function quoted(byte: number): string {
  const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x5c && byte !== 0x22;
  return isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
}
