/**
 * The blocks of a pcapng file, draft-ietf-opsawg-pcapng §3.1 and §4, in little-endian order. A block is a type, its length, a body,
 * options, and its length again; all of its parts begin at multiples of four bytes.
 */

import { concatBytes, NO_BYTES } from '../../wire/http2/byte-slices.ts';
import { commentBytes } from './comment.ts';

const BLOCK = {
  SECTION_HEADER: 0x0a0d0d0a,
  INTERFACE_DESCRIPTION: 1,
  INTERFACE_STATISTICS: 5,
  ENHANCED_PACKET: 6,
} as const;

/** The codes of §3.5 and of each block's own options. */
const OPTION = {
  END: 0,
  COMMENT: 1,
  USER_APPLICATION: 4,
  IF_NAME: 2,
  IF_TSRESOL: 9,
  ISB_RECEIVED: 4,
  ISB_DROPPED: 5,
} as const;

/** Readers tell the byte order from it. */
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** §4.1: the length of the section is not known when it begins. */
const LENGTH_UNKNOWN = 0xffff_ffff;

/** Packets begin with their IP header, of version 4 or 6: the registry of link types, draft-ietf-opsawg-pcaplinktype. */
const LINKTYPE_RAW = 101;

/** if_tsresol: 10^-6, the resolution of events. */
const MICROSECONDS = 6;

/** In front of the packet: interface, time in two halves, length captured, length of the packet. */
const PACKET_FIELDS_BYTES = 20;

interface BlockOption {
  readonly code: number;
  readonly value: Uint8Array;
}

/** §4.1. @param application who writes, for example "sre-test-server 0.1.0" */
export function sectionHeader(application: string): Uint8Array {
  const body = new DataView(new ArrayBuffer(16));
  body.setUint32(0, BYTE_ORDER_MAGIC, true);
  body.setUint16(4, 1, true);
  body.setUint16(6, 0, true);
  body.setUint32(8, LENGTH_UNKNOWN, true);
  body.setUint32(12, LENGTH_UNKNOWN, true);
  return block(BLOCK.SECTION_HEADER, body, [{ code: OPTION.USER_APPLICATION, value: commentBytes(application) }]);
}

/** §4.2. All packets of a section are of its one interface, 0. */
export function interfaceDescription(name: string): Uint8Array {
  const body = new DataView(new ArrayBuffer(8));
  body.setUint16(0, LINKTYPE_RAW, true);
  // The snap length at 4: 0 is no limit.
  return block(BLOCK.INTERFACE_DESCRIPTION, body, [
    { code: OPTION.IF_NAME, value: commentBytes(name) },
    { code: OPTION.IF_TSRESOL, value: Uint8Array.of(MICROSECONDS) },
  ]);
}

/**
 * §4.3
 *
 * @param time microseconds since the Unix epoch
 * @param packet from its IP header on
 */
export function enhancedPacket(time: number, packet: Uint8Array, comments: readonly string[]): Uint8Array {
  const fields = new DataView(new ArrayBuffer(PACKET_FIELDS_BYTES));
  setTime(fields, 4, time);
  fields.setUint32(12, packet.length, true);
  fields.setUint32(16, packet.length, true);
  const options = comments.map((text) => ({ code: OPTION.COMMENT, value: commentBytes(text) }));
  return block(BLOCK.ENHANCED_PACKET, fields, options, packet);
}

/** §4.6: how much of the traffic is in the section. @param received packets, those that were dropped included */
export function interfaceStatistics(time: number, received: number, dropped: number): Uint8Array {
  const body = new DataView(new ArrayBuffer(12));
  setTime(body, 4, time);
  return block(BLOCK.INTERFACE_STATISTICS, body, [
    { code: OPTION.ISB_RECEIVED, value: uint64(received) },
    { code: OPTION.ISB_DROPPED, value: uint64(dropped) },
  ]);
}

/** @param fields a multiple of four bytes @param content behind them, padded */
function block(
  type: number,
  fields: DataView,
  options: readonly BlockOption[],
  content: Uint8Array = NO_BYTES,
): Uint8Array {
  const encoded = encodeOptions(options);
  const contentAt = 8 + fields.byteLength;
  const optionsAt = contentAt + padded(content.length);
  const whole = new Uint8Array(optionsAt + encoded.length + 4);
  const view = new DataView(whole.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, whole.length, true);
  whole.set(new Uint8Array(fields.buffer), 8);
  whole.set(content, contentAt);
  whole.set(encoded, optionsAt);
  view.setUint32(whole.length - 4, whole.length, true);
  return whole;
}

/** §3.5: code and length, the value, padding; a list of them has an end, and none where there are none. */
function encodeOptions(options: readonly BlockOption[]): Uint8Array {
  if (options.length === 0) return NO_BYTES;
  return concatBytes([...options, { code: OPTION.END, value: NO_BYTES }].map(encodeOption));
}

function encodeOption({ code, value }: BlockOption): Uint8Array {
  const whole = new Uint8Array(4 + padded(value.length));
  const view = new DataView(whole.buffer);
  view.setUint16(0, code, true);
  view.setUint16(2, value.length, true);
  whole.set(value, 4);
  return whole;
}

/** §4.3: the upper half comes first, whatever the byte order. */
function setTime(view: DataView, at: number, time: number): void {
  view.setUint32(at, Math.floor(time / 2 ** 32), true);
  view.setUint32(at + 4, time % 2 ** 32, true);
}

function uint64(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt(value), true);
  return new Uint8Array(view.buffer);
}

function padded(length: number): number {
  return (length + 3) & ~3;
}
