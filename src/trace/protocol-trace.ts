import type { Http2State, StreamState } from './connection-state.ts';
import type { ConnectionEnd, FrameTotal, Side, TraceEvent } from './event.ts';

/** How the transport of a connection ended, as its sockets saw it. */
export interface TransportEnd {
  /** Who ended it; absent where we cut it (`how` LOCAL). */
  readonly endedBy?: Side;
  readonly how: Exclude<ConnectionEnd, 'GOAWAY'>;
  readonly error?: string;
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

export interface ProtocolSummary {
  /** Who had announced the end before the transport ended: RFC 9113 §6.8, or a `connection: close`. */
  readonly goawayFrom?: Side;
  /** What was wrong or left unfinished, in words. */
  readonly error?: string;
}
