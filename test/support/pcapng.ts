/** Reads a pcapng file as its draft says, knowing nothing of how it was written. @throws where anything in it is not as it should be */

import assert from 'node:assert/strict';

export interface Packet {
  /** Microseconds since the Unix epoch. */
  readonly time: number;
  /** "10.0.3.7:44646", "[20010db8000000000000000000000007]:1". */
  readonly source: string;
  readonly target: string;
  readonly sequence: number;
  readonly acknowledged: number;
  /** "SYN,ACK" */
  readonly flags: string;
  readonly payload: Buffer;
  readonly comments: readonly string[];
}

export interface Block {
  readonly type: number;
  readonly body: Buffer;
}

const ENHANCED_PACKET = 6;
const FLAGS = ['FIN', 'SYN', 'RST', 'PSH', 'ACK'];

export function readBlocks(file: Uint8Array): Block[] {
  const bytes = Buffer.from(file);
  const blocks: Block[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    assert.equal(length % 4, 0);
    assert.equal(bytes.readUInt32LE(at + length - 4), length, 'both lengths of a block');
    blocks.push({ type: bytes.readUInt32LE(at), body: bytes.subarray(at + 8, at + length - 4) });
    at += length;
  }
  return blocks;
}

export function readPackets(file: Uint8Array): Packet[] {
  return readBlocks(file)
    .filter(({ type }) => type === ENHANCED_PACKET)
    .map(({ body }) => readPacket(body));
}

/** What one side sent, in the order of the file, each packet where the one before it ended. */
export function streamOf(packets: readonly Packet[], source: string): Buffer {
  let next: number | undefined;
  const parts: Buffer[] = [];
  for (const { sequence, flags, payload } of packets.filter((packet) => packet.source === source)) {
    if (next !== undefined) assert.equal(sequence, next, 'the sequence number of the next byte');
    next = (sequence + payload.length + (/SYN|FIN/.test(flags) ? 1 : 0)) >>> 0;
    parts.push(payload);
  }
  return Buffer.concat(parts);
}

/** The 16-bit words of `bytes` and their ones' complement sum, RFC 1071: 0xffff where a checksum among them is right. */
export function onesComplementSum(bytes: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) {
    sum += ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return sum;
}

function readPacket(body: Buffer): Packet {
  const length = body.readUInt32LE(12);
  assert.equal(body.readUInt32LE(16), length, 'captured and original length');
  const time = body.readUInt32LE(4) * 2 ** 32 + body.readUInt32LE(8);
  const comments = readComments(body.subarray(20 + ((length + 3) & ~3)));
  return { time, comments, ...readIp(body.subarray(20, 20 + length)) };
}

function readComments(options: Buffer): string[] {
  const comments: string[] = [];
  for (let at = 0; at < options.length; ) {
    const code = options.readUInt16LE(at);
    const length = options.readUInt16LE(at + 2);
    if (code === 1) comments.push(options.toString('utf8', at + 4, at + 4 + length));
    at += 4 + ((length + 3) & ~3);
  }
  return comments;
}

function readIp(packet: Buffer): Omit<Packet, 'time' | 'comments'> {
  const isV4 = packet.readUInt8(0) === 0x45;
  assert.ok(isV4 || packet.readUInt8(0) === 0x60);
  const [at, size, header] = isV4 ? [12, 4, 20] : [8, 16, 40];
  if (isV4) assert.equal(onesComplementSum(packet.subarray(0, header)), 0xffff, 'checksum of the IP header');
  assert.equal(
    isV4 ? packet.readUInt16BE(2) : packet.readUInt16BE(4) + header,
    packet.length,
    'length in the IP header',
  );
  const addresses = packet.subarray(at, at + 2 * size);
  const tcp = packet.subarray(header);
  const pseudo = Buffer.concat([addresses, Buffer.from([0, 6, tcp.length >> 8, tcp.length & 0xff]), tcp]);
  assert.equal(onesComplementSum(pseudo), 0xffff, 'checksum of TCP');
  const bits = tcp.readUInt8(13);
  return {
    source: `${hostOf(addresses.subarray(0, size))}:${tcp.readUInt16BE(0)}`,
    target: `${hostOf(addresses.subarray(size))}:${tcp.readUInt16BE(2)}`,
    sequence: tcp.readUInt32BE(4),
    acknowledged: tcp.readUInt32BE(8),
    flags: FLAGS.filter((_, bit) => (bits & (1 << bit)) !== 0).join(','),
    payload: tcp.subarray((tcp.readUInt8(12) >> 4) * 4),
  };
}

function hostOf(address: Buffer): string {
  return address.length === 4 ? address.join('.') : `[${address.toString('hex')}]`;
}
