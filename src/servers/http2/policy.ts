/** How a server treats its HTTP/2 connections: what it announces, when it asks whether a client is there, and when it ends them. */

export interface Http2Policy {
  readonly settings: SettingsPolicy;
  readonly sessions: SessionPolicy;
}

/** What is absent is as Node has it, and mostly not announced. Bytes, where nothing else is said. */
export interface SettingsPolicy {
  readonly maxConcurrentStreams: number;
  /** Of each stream, 1 to 2^31-1. */
  readonly streamWindow?: number | undefined;
  /** 65,535 to 2^31-1. */
  readonly connectionWindow?: number | undefined;
  /** Of the table that the client's encoder may use. */
  readonly headerTable?: number | undefined;
  /** As RFC 9113 §6.5.2 counts them: names, values, and 32 for each field. Node resets streams with more. */
  readonly maxHeaderList?: number | undefined;
}

/** What is absent is never. */
export interface SessionPolicy {
  readonly keepalive?: KeepalivePolicy | undefined;
  /** gRFC A9. Each connection has its own, up to a tenth more or less, so that those that came together do not leave together. */
  readonly maxAgeMs?: number | undefined;
  /** How long calls may take to end on a connection that has reached its age. */
  readonly maxAgeGraceMs?: number | undefined;
  /** Without an open stream. */
  readonly maxIdleMs?: number | undefined;
}

export interface KeepalivePolicy {
  /** Without a byte of the client, before it is asked with a PING. */
  readonly timeMs: number;
  /** Without a byte after it, before the connection is ended. */
  readonly timeoutMs: number;
}

/**
 * Of one connection; RFC 9113 §6.5.2 advises 100 at least. Each stream holds buffers that its client fills, so there must be
 * an end. Load generators that open more wait for a free stream, as they do with any proxy in between.
 */
const MAX_CONCURRENT_STREAMS = 1_000;

export const DEFAULT_HTTP2_POLICY: Http2Policy = {
  settings: { maxConcurrentStreams: MAX_CONCURRENT_STREAMS },
  sessions: {},
};
