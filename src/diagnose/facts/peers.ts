/** Peers, by their address, across their connections: what one connection alone cannot show. */

import type { ConnectionFacts } from './connection.ts';

/** The peer that was not heard of for longest is forgotten. */
const MAX_PEERS = 4_096;

/** Connections of a peer that are remembered, open ones and those that closed last. */
const MAX_CONNECTIONS = 256;

export interface PeerConnection {
  readonly conn: string;
  readonly openedAt: number;
  readonly openedSeq: number;
  readonly isHttp2: boolean;
  /** Undefined while it is open. */
  closedAt: number | undefined;
  /** Streams so far. */
  streams: number;
  /** Who ended it, where that is known. */
  endedBy: 'CLIENT' | 'SERVER' | undefined;
}

export class PeerFacts {
  readonly address: string;
  /** Oldest first. */
  readonly connections: PeerConnection[] = [];

  constructor(address: string) {
    this.address = address;
  }
}

export class Peers {
  private readonly known = new Map<string, PeerFacts>();

  opened(connection: ConnectionFacts): PeerFacts {
    const peer = this.of(connection.peerAddress);
    const { conn, openedAt, openedSeq, isHttp2 } = connection;
    const own = { conn, openedAt, openedSeq, isHttp2, closedAt: undefined, streams: 0, endedBy: undefined };
    peer.connections.push(own);
    connection.peer = peer;
    connection.ofPeer = own;
    if (peer.connections.length > MAX_CONNECTIONS) peer.connections.shift();
    return peer;
  }

  /** To be called each second: how many streams it has had so far. */
  count({ ofPeer, streamCount }: ConnectionFacts): void {
    if (ofPeer !== undefined) ofPeer.streams = streamCount;
  }

  closed(connection: ConnectionFacts, time: number): PeerFacts {
    const peer = this.of(connection.peerAddress);
    const known = peer.connections.find(({ conn }) => conn === connection.conn);
    if (known !== undefined) {
      known.closedAt = time;
      known.streams = connection.streamCount;
      known.endedBy = connection.closed?.endedBy;
    }
    return peer;
  }

  private of(address: string): PeerFacts {
    const peer = this.known.get(address) ?? new PeerFacts(address);
    // Behind all others: the first is the next to be forgotten.
    this.known.delete(address);
    this.known.set(address, peer);
    const [oldest] = this.known.keys();
    if (this.known.size > MAX_PEERS && oldest !== undefined) this.known.delete(oldest);
    return peer;
  }
}
