import { tlsAlertName, tlsAlertOf } from '../wire/tls/alert.ts';
import { looksLike } from './first-bytes.ts';

/** Enough to recognise a protocol by, and to show in one line. */
const SHOWN_BYTES = 24;

/** CR, LF, "?" and ":": what a text protocol has behind them may be secret, header fields, a query and a value for example. */
const ENDS_OF_SHOWN = [0x0d, 0x0a, 0x3f, 0x3a];

/**
 * The first bytes of a side that speaks something else than was expected of it: they say what it took the other for, or what it is.
 *
 * @returns for example `TLS ("\x16\x03\x01…")`
 */
export function describeHead(head: Uint8Array): string {
  const name = nameOfTls(head);
  const end = name === undefined ? head.findIndex((byte) => ENDS_OF_SHOWN.includes(byte)) : -1;
  const shown = head.subarray(0, end < 0 ? SHOWN_BYTES : Math.min(end, SHOWN_BYTES));
  const text = `"${Array.from(shown, quoted).join('')}${head.length > shown.length ? '…' : ''}"`;
  return name === undefined ? text : `${name} (${text})`;
}

function nameOfTls(head: Uint8Array): string | undefined {
  const kind = looksLike(head);
  if (kind === 'TLS_HANDSHAKE') return 'TLS';
  if (kind !== 'TLS_ALERT') return undefined;
  const alert = tlsAlertOf(head);
  return alert === undefined ? 'a TLS alert' : `TLS alert ${alert} ${tlsAlertName(alert)}`.trimEnd();
}

/** Printable ASCII as it is, other bytes as \xNN. */
function quoted(byte: number): string {
  const isPlain = byte >= 0x20 && byte < 0x7f && byte !== 0x5c && byte !== 0x22;
  return isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
}
