import { latin1Text } from '../wire/latin1.ts';
import { TLS_ALERT, tlsAlertOf } from '../wire/tls/alert.ts';
import { TLS_HANDSHAKE } from '../wire/tls/client-hello.ts';
import type { FirstBytes, FirstBytesKind, Side } from './event.ts';

/** RFC 8446 §5.1: the version of a record is 0x0301 to 0x0304. */
const TLS_MAJOR = 3;

/** RFC 9112 §3 and §4: a request line, whose target is a path, an asterisk, a URI or, of CONNECT, an authority; or a status line. */
const HTTP1 = /^(?:HTTP\/1\.|(?!PRI )[A-Z][A-Z-]{2,16} (?:[/*]|https?:\/\/|[\w.-]+:\d))/;

/** @param head the first bytes of a side, as many as there are; 24 tell */
export function looksLike(head: Uint8Array): FirstBytesKind {
  const [type, major = TLS_MAJOR] = head;
  if (type === undefined) return 'NOTHING';
  if (type === TLS_HANDSHAKE && major === TLS_MAJOR) return 'TLS_HANDSHAKE';
  if (type === TLS_ALERT && major === TLS_MAJOR) return 'TLS_ALERT';
  return HTTP1.test(latin1Text(head, 0, head.length)) ? 'HTTP1' : 'OTHER';
}

/** @param head as of `looksLike` */
export function firstBytesOf(from: Side, head: Uint8Array): FirstBytes {
  const alert = tlsAlertOf(head);
  const kind = looksLike(head);
  return alert === undefined || kind !== 'TLS_ALERT'
    ? { from, looksLike: kind }
    : { from, looksLike: kind, tlsAlert: alert };
}
