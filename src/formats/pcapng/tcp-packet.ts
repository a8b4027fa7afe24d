/** A TCP segment in an IP packet, RFC 9293 §3.1, RFC 791 §3.1, RFC 8200 §3, with the checksums that they would have had. */

import { checksumOf, sumOfWords } from './checksum.ts';

export const TCP_FLAG = { FIN: 0x01, SYN: 0x02, RST: 0x04, PSH: 0x08, ACK: 0x10 } as const;

/** One end of a connection. */
export interface Endpoint {
  /** 4 or 16; the same at both ends. */
  readonly address: Uint8Array;
  readonly port: number;
}

export interface Segment {
  readonly source: Endpoint;
  readonly target: Endpoint;
  /** 32 bits each. */
  readonly sequence: number;
  readonly acknowledged: number;
  readonly flags: number;
  readonly payload: Uint8Array;
  /** So many zeros follow the payload. */
  readonly zeros: number;
}

/** What one packet carries: the length of a packet of version 4 has 16 bits, and counts both headers. */
export const MAX_SEGMENT_BYTES = 65_535 - 40;

const TCP_HEADER_BYTES = 20;
const PROTOCOL_TCP = 6;
const HOPS = 64;
const DO_NOT_FRAGMENT = 0x4000;

/** Scaled by WINDOW_SCALE: a window of a gigabyte is never full, whatever is on its way. Nothing is known of the real ones. */
const WINDOW = 0xffff;
const WINDOW_SCALE = 14;

/** Maximum segment size (kind 2), a no-operation to align, window scale (kind 3): RFC 9293 §3.2, RFC 7323 §2.2. */
const SYN_OPTIONS = Uint8Array.of(2, 4, MAX_SEGMENT_BYTES >> 8, MAX_SEGMENT_BYTES & 0xff, 1, 3, 3, WINDOW_SCALE);
const NO_OPTIONS = new Uint8Array(0);

/** The whole packet. */
export function tcpPacket(segment: Segment): Uint8Array {
  const options = (segment.flags & TCP_FLAG.SYN) === 0 ? NO_OPTIONS : SYN_OPTIONS;
  const tcpLength = TCP_HEADER_BYTES + options.length + segment.payload.length + segment.zeros;
  const isV6 = segment.source.address.length === 16;
  const ipLength = isV6 ? 40 : 20;
  // One more where it is odd: the checksum takes words, and a zero behind the end changes nothing (RFC 9293 §3.1).
  const buffer = new ArrayBuffer((ipLength + tcpLength + 1) & ~1);
  const packet = new Uint8Array(buffer, 0, ipLength + tcpLength);
  if (isV6) writeV6Header(packet, segment, tcpLength);
  else writeV4Header(packet, segment, tcpLength);
  writeTcp(packet.subarray(ipLength), segment, options);
  const words = new Uint16Array(buffer, ipLength);
  words[CHECKSUM_WORD] = checksumOf(sumOfWords(words) + sumOfWords(pseudoHeader(segment, tcpLength)));
  return packet;
}

/** Of the TCP header: bytes 16 and 17. */
const CHECKSUM_WORD = 8;

function writeV4Header(packet: Uint8Array, { source, target }: Segment, tcpLength: number): void {
  const view = viewOf(packet);
  view.setUint8(0, 0x45);
  view.setUint16(2, 20 + tcpLength);
  view.setUint16(6, DO_NOT_FRAGMENT);
  view.setUint8(8, HOPS);
  view.setUint8(9, PROTOCOL_TCP);
  packet.set(source.address, 12);
  packet.set(target.address, 16);
  const words = new Uint16Array(packet.buffer, 0, 10);
  words[5] = checksumOf(sumOfWords(words));
}

/** RFC 8200 §3: without a checksum of its own. */
function writeV6Header(packet: Uint8Array, { source, target }: Segment, tcpLength: number): void {
  const view = viewOf(packet);
  view.setUint8(0, 0x60);
  view.setUint16(4, tcpLength);
  view.setUint8(6, PROTOCOL_TCP);
  view.setUint8(7, HOPS);
  packet.set(source.address, 8);
  packet.set(target.address, 24);
}

function writeTcp(tcp: Uint8Array, segment: Segment, options: Uint8Array): void {
  const view = viewOf(tcp);
  const headerLength = TCP_HEADER_BYTES + options.length;
  view.setUint16(0, segment.source.port);
  view.setUint16(2, segment.target.port);
  view.setUint32(4, segment.sequence);
  view.setUint32(8, segment.acknowledged);
  view.setUint8(12, (headerLength / 4) << 4);
  view.setUint8(13, segment.flags);
  view.setUint16(14, WINDOW);
  tcp.set(options, TCP_HEADER_BYTES);
  tcp.set(segment.payload, headerLength);
}

/** Summed with the segment: RFC 9293 §3.1, RFC 8200 §8.1. Its zeros are left out, and the length is below 2^16. */
function pseudoHeader({ source, target }: Segment, tcpLength: number): Uint16Array {
  const bytes = new Uint8Array(2 * source.address.length + 4);
  bytes.set(source.address, 0);
  bytes.set(target.address, source.address.length);
  const view = viewOf(bytes);
  view.setUint16(bytes.length - 4, tcpLength);
  view.setUint16(bytes.length - 2, PROTOCOL_TCP);
  return new Uint16Array(bytes.buffer);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
