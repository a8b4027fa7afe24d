/** A TCP connection around bytes that were taken behind TCP: what its packets would have been, had each been acknowledged at once. */

import type { Address, Side } from '../../trace/event.ts';
import { NO_BYTES } from '../../wire/http2/byte-slices.ts';
import { enhancedPacket } from './blocks.ts';
import { addressBytes, asV6 } from './ip-address.ts';
import { type Endpoint, MAX_SEGMENT_BYTES, TCP_FLAG, tcpPacket } from './tcp-packet.ts';

/** What one side sends: bytes, and zeros behind them in place of those that are not known. */
export interface Payload {
  readonly bytes: Uint8Array;
  /** Default 0. */
  readonly zeros?: number;
}

/** Each connection begins with numbers of its own: a port that is used again is a new connection, not a SYN that is sent again. */
const NUMBERS_APART = 0x0100_0193;

const { FIN, SYN, RST, PSH, ACK } = TCP_FLAG;

export class TcpConnection {
  private readonly ends: Readonly<Record<Side, Endpoint>>;
  /** The sequence number of the next byte of each side. */
  private readonly next: Record<Side, number>;

  /** @param ordinal another one for each connection of a file */
  constructor(client: Address, server: Address, ordinal: number) {
    this.ends = endpoints(client, server);
    const first = Math.imul(ordinal, NUMBERS_APART) >>> 0;
    this.next = { CLIENT: first, SERVER: ~first >>> 0 };
  }

  /** SYN, SYN-ACK, ACK. @param comments for the first of them @returns blocks */
  open(time: number, comments: readonly string[]): Uint8Array[] {
    return [
      this.packet('CLIENT', SYN, time, comments),
      this.packet('SERVER', SYN | ACK, time, []),
      this.packet('CLIENT', ACK, time, []),
    ];
  }

  /** In as many packets as it takes, made as they are asked for. @param comments for the first of them */
  *send(from: Side, { bytes, zeros = 0 }: Payload, time: number, comments: readonly string[]): Generator<Uint8Array> {
    const total = bytes.length + zeros;
    for (let at = 0; at < total; at += MAX_SEGMENT_BYTES) {
      const payload = bytes.subarray(at, at + MAX_SEGMENT_BYTES);
      const length = Math.min(total - at, MAX_SEGMENT_BYTES);
      yield this.packet(from, PSH | ACK, time, at === 0 ? comments : [], payload, length - payload.length);
    }
  }

  /** By bytes that are not in the file: the numbers jump over them, as they do where a capture has lost packets. */
  advance(from: Side, bytes: number): void {
    this.next[from] = (this.next[from] + bytes) >>> 0;
  }

  /** A packet without content, for its comments. */
  say(from: Side, time: number, comments: readonly string[]): Uint8Array {
    return this.packet(from, ACK, time, comments);
  }

  /** FIN of both sides, and the last ACK. */
  finish(endedBy: Side, time: number, comments: readonly string[]): Uint8Array[] {
    const other = otherSide(endedBy);
    return [
      this.packet(endedBy, FIN | ACK, time, comments),
      this.packet(other, FIN | ACK, time, []),
      this.packet(endedBy, ACK, time, []),
    ];
  }

  reset(from: Side, time: number, comments: readonly string[]): Uint8Array[] {
    return [this.packet(from, RST | ACK, time, comments)];
  }

  private packet(
    from: Side,
    flags: number,
    time: number,
    comments: readonly string[],
    payload: Uint8Array = NO_BYTES,
    zeros = 0,
  ): Uint8Array {
    const to = otherSide(from);
    const packet = tcpPacket({
      source: this.ends[from],
      target: this.ends[to],
      sequence: this.next[from],
      acknowledged: (flags & ACK) === 0 ? 0 : this.next[to],
      flags,
      payload,
      zeros,
    });
    // RFC 9293 §3.4: SYN and FIN take a number each.
    this.advance(from, payload.length + zeros + ((flags & (SYN | FIN)) === 0 ? 0 : 1));
    return enhancedPacket(time, packet, comments);
  }
}

export function otherSide(side: Side): Side {
  return side === 'CLIENT' ? 'SERVER' : 'CLIENT';
}

function endpoints(client: Address, server: Address): Readonly<Record<Side, Endpoint>> {
  const a = addressBytes(client.address) ?? UNKNOWN;
  const b = addressBytes(server.address) ?? UNKNOWN;
  const [one, other] = a.length === b.length ? [a, b] : [asV6(a), asV6(b)];
  return { CLIENT: { address: one, port: client.port }, SERVER: { address: other, port: server.port } };
}

const UNKNOWN = Uint8Array.of(0, 0, 0, 0);
