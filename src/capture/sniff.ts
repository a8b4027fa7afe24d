/** What does a client speak? Its first bytes tell: a TLS record, the HTTP/2 preface, or an HTTP/1 request line. */

import { PREFACE } from '../wire/http2/preface.ts';

export type Sniffed = 'h2c' | 'http/1.1' | 'tls' | 'unknown';

/** No protocol here needs more than the 24 bytes of the HTTP/2 preface to be told apart. */
export const SNIFF_BYTES = PREFACE.length;

/** RFC 9110 §9.1 and RFC 5789: methods are case-sensitive tokens. `PRI` is HTTP/2's, RFC 9113 §3.4. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

/** TLS record layer, RFC 8446 §5.1: content type handshake(22), then legacy_record_version 0x0301 to 0x0304. */
const TLS_HANDSHAKE = 22;
const TLS_MAJOR = 3;

/**
 * @param head the first bytes of the client, as many as there are
 * @returns undefined while more bytes are needed
 */
export function sniff(head: Uint8Array): Sniffed | undefined {
  if (head.length === 0) return undefined;
  if (head[0] === TLS_HANDSHAKE) return sniffTls(head);
  const text = String.fromCharCode(...head.subarray(0, SNIFF_BYTES));
  const preface = String.fromCharCode(...PREFACE);
  if (text.startsWith(preface)) return 'h2c';
  if (preface.startsWith(text)) return undefined;
  if (METHODS.some((method) => text.startsWith(`${method} `))) return 'http/1.1';
  return METHODS.some((method) => `${method} `.startsWith(text)) ? undefined : 'unknown';
}

function sniffTls(head: Uint8Array): Sniffed | undefined {
  if (head.length < 2) return undefined;
  return head[1] === TLS_MAJOR ? 'tls' : 'unknown';
}
