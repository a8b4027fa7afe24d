/** PROXY protocol version 1, §2.1: one line of text, `PROXY TCP4 192.0.2.1 203.0.113.1 56324 443` and CRLF. */

import { isIPv4, isIPv6 } from 'node:net';
import type { Address } from '../trace/event.ts';
import { plainAddress } from './plain-address.ts';
import type { ProxiedAddresses, ProxyHeader } from './proxy-header.ts';

export const V1_SIGNATURE = Buffer.from('PROXY ');

/** §2.1: the longest line, with CRLF. */
const MAX_V1_BYTES = 107;

/** A Map, since the client chooses the key: an object answers to `toString` too. */
const IS_ADDRESS: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['TCP4', isIPv4],
  // Node takes zones; the specification knows none.
  ['TCP6', (text: string) => isIPv6(text) && !text.includes('%')],
]);

/** §2.1: decimal, without leading zeros. */
const PORT = /^(0|[1-9]\d{0,4})$/;
const MAX_PORT = 65_535;

/** @param head begins with V1_SIGNATURE; @returns undefined while more bytes are needed */
export function readProxyV1(head: Buffer): ProxyHeader | undefined {
  const lineEnd = head.subarray(0, MAX_V1_BYTES).indexOf('\r\n');
  if (lineEnd < 0) {
    return head.length < MAX_V1_BYTES ? undefined : malformed(`no CRLF within ${MAX_V1_BYTES} bytes (§2.1)`);
  }
  const [family = '', ...rest] = head.toString('latin1', V1_SIGNATURE.length, lineEnd).split(' ');
  const length = lineEnd + 2;
  // §2.1: whatever else is in the line is to be ignored.
  if (family === 'UNKNOWN') return { kind: 'HEADER', version: 1, length, addresses: undefined };
  const addresses = proxied(IS_ADDRESS.get(family), rest);
  if (addresses !== undefined) return { kind: 'HEADER', version: 1, length, addresses };
  const came = JSON.stringify(head.toString('latin1', 0, lineEnd));
  return malformed(
    `${came}, expected "PROXY TCP4|TCP6 <source> <destination> <port> <port>" or "PROXY UNKNOWN" (§2.1)`,
  );
}

function proxied(isAddress: ((text: string) => boolean) | undefined, fields: string[]): ProxiedAddresses | undefined {
  if (isAddress === undefined || fields.length !== 4) return undefined;
  const [from = '', to = '', fromPort = '', toPort = ''] = fields;
  if (!isAddress(from) || !isAddress(to) || !isPort(fromPort) || !isPort(toPort)) return undefined;
  return { source: address(from, fromPort), destination: address(to, toPort) };
}

function isPort(text: string): boolean {
  return PORT.test(text) && Number(text) <= MAX_PORT;
}

function address(text: string, port: string): Address {
  return { address: plainAddress(text), port: Number(port) };
}

function malformed(what: string): ProxyHeader {
  return { kind: 'MALFORMED', reason: `version 1: ${what}` };
}
