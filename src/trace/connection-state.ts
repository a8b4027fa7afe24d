/**
 * What a connection is like now, for whoever asks while it is open, and how it ended.
 *
 * The schema is `protos/sre/trace/v1/connection.proto`; this file mirrors it as event.ts mirrors trace.proto, with the same
 * conventions, and `test/trace/connection-state.test.ts` fails when they drift.
 */

import type { ConnectionClosed, ConnectionOpened, FrameTotal, GrpcStatus, Rpc, Transfer } from './event.ts';

/** NOT_RECORDED: read, so that it can be switched on. UNTRACED: accepted under `--trace off`, and never read. */
export type RecordingState = 'RECORDED' | 'NOT_RECORDED' | 'UNTRACED';

export interface ConnectionSummary {
  readonly conn: string;
  /** Microseconds since the Unix epoch. */
  readonly openedAt: number;
  readonly opened: ConnectionOpened;
  readonly recording: RecordingState;
  readonly ageMs: number;
  /** Since a byte passed, either way; of one that has closed, when it did. Absent where it is untraced. */
  readonly idleMs?: number;
  readonly clientBytes: number;
  readonly serverBytes: number;
  /** Ever opened; on HTTP/1.1 requests. */
  readonly streams: number;
  readonly openStreams: number;
  readonly frames: readonly FrameTotal[];
  /** Absent while it is open. */
  readonly closed?: ConnectionClosed;
}

export interface ConnectionState {
  readonly summary: ConnectionSummary;
  /** Of an HTTP/2 connection that is open. */
  readonly http2?: Http2State;
  /** Those that are open, by id. */
  readonly streams: readonly StreamState[];
}

export interface Http2State {
  readonly client: Http2SideState;
  readonly server: Http2SideState;
}

/** Of the side that sends. */
export interface Http2SideState {
  /** What this side announced, for the other one to keep to. */
  readonly settings: readonly SettingState[];
  /** What it may still send on the connection, RFC 9113 §6.9. */
  readonly window: number;
  readonly headerTable: HeaderTableState;
  /** Of its last GOAWAY. */
  readonly goawayLastStreamId?: number;
  /** Why its header lists can no longer be decoded. */
  readonly lost?: string;
}

export interface SettingState {
  /** The name in the IANA registry without SETTINGS_, or "" where it has none. */
  readonly id: string;
  readonly code: number;
  /** What holds before anything is announced; absent: no limit, or not known. */
  readonly initial?: number;
  /** What this side said last. */
  readonly announced?: number;
  /** What of that the other side has acknowledged, RFC 9113 §6.5.3. */
  readonly acknowledged?: number;
}

/** The HPACK dynamic table of a sender, RFC 7541 §2.3.2. */
export interface HeaderTableState {
  readonly size: number;
  readonly maxSize: number;
  /** Newest first. */
  readonly entries: readonly HeaderTableEntry[];
}

export interface HeaderTableEntry {
  readonly index: number;
  readonly name: string;
  /** Empty where `redacted`. */
  readonly value: string;
  readonly redacted: boolean;
}

/** RFC 9113 §5.1: which side may still send. */
export type StreamPhase = 'OPEN' | 'HALF_CLOSED_CLIENT' | 'HALF_CLOSED_SERVER';

export interface StreamState {
  readonly conn: string;
  readonly streamId: number;
  readonly phase: StreamPhase;
  /** Of long ones the first 1,024 characters. */
  readonly method: string;
  readonly path: string;
  readonly authority: string;
  readonly rpc?: Rpc;
  readonly timeoutMs?: number;
  readonly ageMs: number;
  readonly httpStatus?: number;
  /** Where it came with the response's head, or in trailers. */
  readonly grpcStatus?: GrpcStatus;
  readonly request: Transfer;
  readonly response: Transfer;
  /** What each side may still send on the stream. */
  readonly clientWindow: number;
  readonly serverWindow: number;
}
