import type { Http2State, StreamState } from './connection-state.ts';
import type { ClientHello, ConnectionEnd, ConnectionStage, FirstBytes, FrameTotal, Side, TraceEvent } from './event.ts';
import type { OriginVerdict } from './origin-verdict.ts';

/** How the transport of a connection ended, as its sockets saw it. */
export interface TransportEnd {
  /** Who ended it; absent where we cut it (`how` LOCAL). */
  readonly endedBy?: Side;
  readonly how: Exclude<ConnectionEnd, 'GOAWAY'>;
  readonly error?: string;
  /** Of a client whose TLS handshake came to no end, where it is known. */
  readonly clientHello?: ClientHello;
}

/**
 * Reads the bytes of one connection in one protocol, and appends what they mean to `out`. HTTP/2, HTTP/1.1 and bytes of no
 * known protocol each have one.
 */
export interface ProtocolTrace {
  /** @param time microseconds since the Unix epoch */
  receive(from: Side, chunk: Uint8Array, time: number, out: TraceEvent[]): void;
  /** The transport is gone: tells what was left unfinished. Called once, last. */
  finish(end: TransportEnd, time: number, out: TraceEvent[]): ProtocolSummary;
  count(): ProtocolCount;
  /** Those that are open, by id. @param time microseconds since the Unix epoch */
  streams(time: number): readonly StreamState[];
  /** Undefined where it is not HTTP/2. */
  http2State(): Http2State | undefined;
}

/** So far. */
export interface ProtocolCount {
  readonly streams: number;
  readonly openStreams: number;
  readonly frames: readonly FrameTotal[];
}

/** Of the end of a connection, by a GOAWAY: RFC 9113 §6.8. */
export interface Announcement {
  readonly from: Side;
  /** Of its last GOAWAY: the name of RFC 9113 §7, or "" where the code has none. */
  readonly error: string;
}

export interface ProtocolSummary {
  readonly stage: ConnectionStage;
  /** Of who announced the end first, before the transport ended. */
  readonly goaway?: Announcement;
  /** What was wrong or left unfinished, in words. */
  readonly error?: string;
  readonly isHttp1?: boolean;
  /** Sides that stopped within a frame, or a message. */
  readonly torn?: readonly Side[];
  /** Of each side that spoke something else, or did not speak. */
  readonly firstBytes?: readonly FirstBytes[];
  readonly clientHello?: ClientHello;
  /** Where the end was not read: what can be said of it all the same. */
  readonly verdict?: OriginVerdict;
}
