/**
 * The header of the private hop between the front and our servers: PROXY protocol version 2 (haproxy.org,
 * doc/proxy-protocol.txt), with what the specification has no place for in its range for custom types.
 */

import ipaddr from 'ipaddr.js';
import {
  Command,
  IPv4Address,
  IPv4ProxyAddress,
  IPv6Address,
  IPv6ProxyAddress,
  TransportProtocol,
  V2ProxyProtocol,
} from 'proxy-protocol-js';
import type { ConnectionFacts } from '../connection-facts.ts';
import type { Address, ListenerName, ProxyProtocol, Tls } from '../trace/event.ts';
import { decodeTlvs, encodeTlvs, type Tlv } from './tlv.ts';

/** What the inner listener must know to hand the connection to the right server. */
export interface PrivateHeader {
  readonly facts: ConnectionFacts;
  /** What the servers are to speak on it. */
  readonly protocol: InnerProtocol;
  /** Made anew by each process: nobody else in the pod's network namespace gets in. */
  readonly secret: Buffer;
}

export type InnerProtocol = 'grpc' | 'http/1.1' | 'h2c';

/** The part of fixed length: signature, version and command, family, and the length of the rest. */
export const FIXED_BYTES = 16;
const LENGTH_OFFSET = 14;

/** A client chooses its certificate's subject and the server name that it asks for, and the whole header must stay below 64 KiB. */
const MAX_TEXT_BYTES = 4_096;

const TYPE = {
  // §2.2.1 to §2.2.6: PP2_TYPE_ALPN, _AUTHORITY, and the vectors inside PP2_TYPE_SSL.
  ALPN: 0x01,
  AUTHORITY: 0x02,
  SSL_VERSION: 0x21,
  SSL_CN: 0x22,
  SSL_CIPHER: 0x23,
  // §2.2.7: 0xE0 to 0xEF are for applications.
  CONNECTION_ID: 0xe0,
  LISTENER: 0xe1,
  PROTOCOL: 0xe2,
  SECRET: 0xe3,
  OPENED_AT: 0xe4,
  PROXY_PROTOCOL: 0xe5,
} as const;

export function encodePrivateHeader(header: PrivateHeader): Buffer {
  const { facts } = header;
  const tlvs = encodeTlvs([
    { type: TYPE.SECRET, value: header.secret },
    text(TYPE.CONNECTION_ID, facts.id),
    text(TYPE.LISTENER, facts.listener),
    text(TYPE.PROTOCOL, header.protocol),
    text(TYPE.OPENED_AT, String(facts.openedAt)),
    ...(facts.proxyProtocol === undefined ? [] : [text(TYPE.PROXY_PROTOCOL, JSON.stringify(facts.proxyProtocol))]),
    ...tlsVectors(facts.tls ?? {}),
  ]);
  const addresses = proxyAddress(facts.peer, facts.local);
  const bytes = Buffer.from(new V2ProxyProtocol(Command.PROXY, TransportProtocol.STREAM, addresses, tlvs).build());
  // The library writes the length of the addresses alone, and appends the vectors: §2.2 counts both.
  bytes.writeUInt16BE(bytes.length - FIXED_BYTES, LENGTH_OFFSET);
  return bytes;
}

/** @param fixed the first FIXED_BYTES; @returns the number of bytes that follow them, or undefined where it is no such header */
export function restLength(fixed: Buffer): number | undefined {
  const isHeader = fixed.length === FIXED_BYTES && V2ProxyProtocol.isValidProtocolSignature(fixed);
  const length = isHeader ? fixed.readUInt16BE(LENGTH_OFFSET) : 0;
  // The addresses are always there.
  return length === 0 ? undefined : length;
}

/** @returns undefined where the bytes are no header of ours, or not exactly one */
export function decodePrivateHeader(bytes: Buffer): PrivateHeader | undefined {
  const isWhole = restLength(bytes.subarray(0, FIXED_BYTES)) === bytes.length - FIXED_BYTES;
  const parsed = isWhole ? parse(bytes) : undefined;
  const values = parsed === undefined ? undefined : decodeTlvs(parsed.data ?? new Uint8Array(0));
  const addresses = parsed?.proxyAddress;
  if (values === undefined || !(addresses instanceof IPv4ProxyAddress || addresses instanceof IPv6ProxyAddress)) {
    return undefined;
  }
  const secret = values.get(TYPE.SECRET);
  const id = values.get(TYPE.CONNECTION_ID)?.toString();
  const listener = values.get(TYPE.LISTENER)?.toString();
  const protocol = values.get(TYPE.PROTOCOL)?.toString();
  const openedAt = Number(values.get(TYPE.OPENED_AT)?.toString());
  if (secret === undefined || id === undefined || listener === undefined || protocol === undefined) return undefined;
  if (Number.isNaN(openedAt)) return undefined;
  const peer = addressOf(addresses.sourceAddress.address, addresses.sourcePort);
  const local = addressOf(addresses.destinationAddress.address, addresses.destinationPort);
  const tls = tlsOf(values);
  const proxyProtocol = proxyProtocolOf(values);
  const facts = {
    ...{ id, listener: listener as ListenerName, peer, local, openedAt },
    ...(tls === undefined ? {} : { tls }),
    ...(proxyProtocol === undefined ? {} : { proxyProtocol }),
  };
  return { facts, protocol: protocol as InnerProtocol, secret };
}

function parse(bytes: Buffer): V2ProxyProtocol | undefined {
  try {
    return V2ProxyProtocol.parse(bytes);
  } catch {
    return undefined;
  }
}

function text(type: number, value: string): Tlv {
  return { type, value: Buffer.from(value).subarray(0, MAX_TEXT_BYTES) };
}

function tlsVectors(tls: Tls): Tlv[] {
  const named: [number, string | undefined][] = [
    [TYPE.ALPN, tls.alpn],
    [TYPE.AUTHORITY, tls.sni],
    [TYPE.SSL_VERSION, tls.version],
    [TYPE.SSL_CN, tls.clientCertificate],
    [TYPE.SSL_CIPHER, tls.cipher],
  ];
  return named.flatMap(([type, value]) => (value === undefined ? [] : [text(type, value)]));
}

function tlsOf(values: ReadonlyMap<number, Buffer>): Tls | undefined {
  const tls: { -readonly [key in keyof Tls]: Tls[key] } = {};
  const take = (key: keyof Tls, type: number) => {
    const value = values.get(type);
    if (value !== undefined) tls[key] = value.toString();
  };
  take('alpn', TYPE.ALPN);
  take('sni', TYPE.AUTHORITY);
  take('version', TYPE.SSL_VERSION);
  take('clientCertificate', TYPE.SSL_CN);
  take('cipher', TYPE.SSL_CIPHER);
  return Object.keys(tls).length === 0 ? undefined : tls;
}

/** As `encodePrivateHeader` wrote it: who knows the secret is us. */
function proxyProtocolOf(values: ReadonlyMap<number, Buffer>): ProxyProtocol | undefined {
  const json = values.get(TYPE.PROXY_PROTOCOL)?.toString();
  return json === undefined ? undefined : JSON.parse(json);
}

/** Both addresses of a socket are of one family; an IPv4 peer of an IPv6 socket is told as the IPv4 peer that it is. */
function proxyAddress(peer: Address, local: Address): IPv4ProxyAddress | IPv6ProxyAddress {
  const source = ipaddr.process(peer.address).toByteArray();
  const destination = ipaddr.process(local.address).toByteArray();
  const isV4 = source.length === 4 && destination.length === 4;
  return isV4
    ? new IPv4ProxyAddress(IPv4Address.createFrom(source), peer.port, IPv4Address.createFrom(destination), local.port)
    : new IPv6ProxyAddress(IPv6Address.createFrom(source), peer.port, IPv6Address.createFrom(destination), local.port);
}

function addressOf(bytes: readonly number[], port: number): Address {
  return { address: ipaddr.fromByteArray([...bytes]).toString(), port };
}
