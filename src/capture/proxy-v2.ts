/** PROXY protocol version 2, §2.2: a signature, what it is, a length, addresses as bytes, and vectors that are read over. */

import ipaddr from 'ipaddr.js';
import type { Address } from '../trace/event.ts';
import type { ProxiedAddresses, ProxyHeader } from './proxy-header.ts';

/** §2.2 */
export const V2_SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');

/** Signature, version and command, family and protocol, length of the rest. */
const FIXED_BYTES = 16;

/**
 * Of the 65,535 that the length field could say. The largest vector in use is a client certificate (PP2_SUBTYPE_SSL_CLIENT_CERT), of
 * a few KiB.
 */
export const MAX_V2_BYTES = 16_384;

const VERSION = 2;
const COMMANDS: readonly string[] = ['LOCAL', 'PROXY'];
/** By the upper half of the family byte. UNIX addresses say nothing on a network; the connection's own are taken. */
const ADDRESS_BYTES: readonly number[] = [0, 4, 16, 0];
/** UNSPEC, STREAM, DGRAM. */
const MAX_TRANSPORT = 2;
/** Two ports behind two addresses. */
const PORTS_BYTES = 4;

/** @param head begins with V2_SIGNATURE; @returns undefined while more bytes are needed */
export function readProxyV2(head: Buffer): ProxyHeader | undefined {
  if (head.length < FIXED_BYTES) return undefined;
  const version = head.readUInt8(12) >> 4;
  const command = COMMANDS[head.readUInt8(12) & 0xf];
  const family = ADDRESS_BYTES[head.readUInt8(13) >> 4];
  const length = FIXED_BYTES + head.readUInt16BE(14);
  // §2.2: connections with values that are not assigned must be dropped.
  if (version !== VERSION) return malformed(`its version field says ${version}, expected 2`);
  if (command === undefined) return malformed(`command ${head.readUInt8(12) & 0xf}, expected 0 (LOCAL) or 1 (PROXY)`);
  if (family === undefined || (head.readUInt8(13) & 0xf) > MAX_TRANSPORT) {
    return malformed(
      `family and protocol 0x${head.toString('hex', 13, 14)}, expected 0x00 to 0x32 with a last digit up to 2`,
    );
  }
  if (length > MAX_V2_BYTES) return malformed(`${length} bytes, and no more than ${MAX_V2_BYTES} are taken`);
  const needed = command === 'LOCAL' || family === 0 ? 0 : 2 * family + PORTS_BYTES;
  if (length - FIXED_BYTES < needed) {
    return malformed(`its length field says ${length - FIXED_BYTES}, and its addresses take ${needed} bytes`);
  }
  if (head.length < length) return undefined;
  const addresses = needed === 0 ? undefined : addressesOf(head.subarray(FIXED_BYTES), family);
  return { kind: 'HEADER', version: VERSION, length, addresses };
}

function addressesOf(block: Buffer, bytes: number): ProxiedAddresses {
  const at = (index: number): Address => ({
    address: ipaddr
      .process(ipaddr.fromByteArray([...block.subarray(index * bytes, (index + 1) * bytes)]).toString())
      .toString(),
    port: block.readUInt16BE(2 * bytes + 2 * index),
  });
  return { source: at(0), destination: at(1) };
}

function malformed(what: string): ProxyHeader {
  return { kind: 'MALFORMED', reason: `version 2: ${what} (§2.2)` };
}
