/**
 * Sides that spoke something else than the protocol of their connection: C1 to C4 say what. G6 gives way to them, since a connection
 * that never was one has not been lost.
 */

import type { ConnectionClosed, FirstBytes, Side } from '../../../trace/event.ts';
import type { ConnectionFacts } from '../../facts/connection.ts';

/** RFC 9113 §3.4. */
const PREFACE_BYTES = 24;

export function firstBytesOf({ firstBytes }: ConnectionClosed, from: Side): FirstBytes | undefined {
  return firstBytes?.find((each) => each.from === from);
}

export function spokeTls(bytes: FirstBytes | undefined): boolean {
  return bytes?.looksLike === 'TLS_HANDSHAKE' || bytes?.looksLike === 'TLS_ALERT';
}

/** A client that spoke HTTP/2 in clear text to a server that is not ours, which closed without a byte: what a TLS port often does. */
export function wasMetWithSilence({ opened }: ConnectionFacts, closed: ConnectionClosed): boolean {
  const isOfAnother = opened.role === 'CLIENT' || opened.listener === 'proxy';
  if (!isOfAnother || opened.protocol !== 'h2c' || closed.endedBy !== 'SERVER') return false;
  if (firstBytesOf(closed, 'CLIENT') !== undefined || closed.clientBytes < PREFACE_BYTES) return false;
  return firstBytesOf(closed, 'SERVER')?.looksLike === 'NOTHING';
}

/** Whether a rule about the beginning of connections says what was the matter. */
export function neverBegan(connection: ConnectionFacts, closed: ConnectionClosed): boolean {
  const isForeign = closed.firstBytes?.some(({ looksLike }) => looksLike !== 'NOTHING') === true;
  return isForeign || wasMetWithSilence(connection, closed);
}
