import type { ConnectionClosed, ConnectionOpened, Side } from '../../trace/event.ts';
import { AbandonedStreams } from './abandoned-streams.ts';
import { ConcurrencyFacts } from './concurrency.ts';
import { CutStreams } from './cut-streams.ts';
import { EndedStreams } from './ended-streams.ts';
import { Episodes } from './episodes.ts';
import { FailedRequests } from './failed-requests.ts';
import type { Lull } from './lull.ts';
import type { PeerConnection, PeerFacts } from './peers.ts';
import { PingStrikes } from './ping-strikes.ts';
import type { RequestHead } from './request-head.ts';
import { Said } from './said.ts';
import { ServedMethods } from './served-methods.ts';
import { SideFacts } from './side.ts';
import type { StreamFacts } from './stream.ts';

/** What is known of a connection now. The engine writes it, rules read it. */
export class ConnectionFacts {
  readonly conn: string;
  readonly opened: ConnectionOpened;
  /** Microseconds since the Unix epoch, as all times here. */
  readonly openedAt: number;
  /** `seq` of `connectionOpened`. */
  readonly openedSeq: number;
  readonly client = new SideFacts('CLIENT');
  readonly server = new SideFacts('SERVER');
  /** Open streams, by id, in the order in which they began. */
  readonly streams = new Map<number, StreamFacts>();
  /** Streams beside those: calls that are well so far, which nobody asks about (plain-calls.ts). */
  heldStreams = 0;
  readonly pingStrikes = new PingStrikes();
  readonly episodes = new Episodes();
  readonly served = new ServedMethods();
  readonly failedRequests = new FailedRequests();
  readonly concurrency = new ConcurrencyFacts();
  readonly said = new Said();
  /** Of the stream that began last. */
  lastRequest: RequestHead | undefined = undefined;
  /** Its client, across its connections. */
  peer: PeerFacts | undefined = undefined;
  /** This connection, as one of those. */
  ofPeer: PeerConnection | undefined = undefined;
  /** Ever opened. */
  streamCount = 0;
  /** Of the client's streams. */
  highestStreamId = 0;
  /** Between the frame that came last and the one before it, whichever side sent them. */
  silenceMs = 0;
  lull: Lull | undefined = undefined;
  /** It has had calls of gRPC. */
  isRpc = false;
  /** When the last stream ended that left none open; undefined while any is open. */
  idleSince: number | undefined;
  /** The other leg, where this is one of a proxied pair and the other is known. It may have closed already. */
  paired: ConnectionFacts | undefined = undefined;
  /** Where it is one of a pair. */
  readonly ended = new EndedStreams();
  readonly abandoned = new AbandonedStreams();
  /** What its end has cut off. */
  readonly cut = new CutStreams();
  closed: ConnectionClosed | undefined = undefined;
  closedSeq = 0;
  /** 0: none. Written for each frame, so it is a number always. */
  private frameAt = 0;

  constructor(conn: string, opened: ConnectionOpened, openedAt: number, openedSeq: number) {
    this.conn = conn;
    this.opened = opened;
    this.openedAt = openedAt;
    this.openedSeq = openedSeq;
    this.idleSince = openedAt;
  }

  get openStreams(): number {
    return this.streams.size + this.heldStreams;
  }

  /** Nothing goes on that a new call would be part of: an end, a want of slots, another leg to compare with. */
  get isUneventful(): boolean {
    const { client, server, opened, concurrency } = this;
    if (client.goaways.length > 0 || server.goaways.length > 0 || concurrency.isFull) return false;
    return opened.pairedConn === undefined && opened.listener !== 'proxy';
  }

  /** Of the last frame of either side; undefined before the first. */
  get lastFrameAt(): number | undefined {
    return this.frameAt === 0 ? undefined : this.frameAt;
  }

  heard(time: number): void {
    this.silenceMs = this.frameAt === 0 ? 0 : (time - this.frameAt) / 1000;
    this.frameAt = time;
  }

  side(from: Side): SideFacts {
    return from === 'CLIENT' ? this.client : this.server;
  }

  otherThan(from: Side): SideFacts {
    return from === 'CLIENT' ? this.server : this.client;
  }

  /** Whose it is: the address of the client as a load balancer told it, or of the socket. */
  get peerAddress(): string {
    return (this.opened.proxyProtocol?.source ?? this.opened.peer).address;
  }

  get isHttp2(): boolean {
    return this.opened.protocol === 'h2' || this.opened.protocol === 'h2c';
  }

  ageMs(time: number): number {
    return (time - this.openedAt) / 1000;
  }
}
