/**
 * An exchange: one request and its response, an RPC or one of plain HTTP, put together from the events of the trace.
 *
 * It is what metrics, the access log and spans are about. `follow.ts` makes exchanges; who wants them is an ExchangeObserver.
 */

import type {
  Address,
  ConnectionProtocol,
  ErrorOrigin,
  GrpcStatus,
  ListenerName,
  Rpc,
  Side,
  StreamEnd,
  Transfer,
} from '../trace/event.ts';

/** What `traceparent` says, https://www.w3.org/TR/trace-context/#traceparent-header. */
export interface TraceContext {
  /** 32 digits of lower-case hex, not all 0. */
  readonly traceId: string;
  /** 16 digits of lower-case hex, not all 0. */
  readonly spanId: string;
  readonly sampled: boolean;
  /** `tracestate`, as it came. */
  readonly state?: string;
}

export interface Exchange {
  /** "c3". With `streamId` it is what `x-sre-trace: c3/5` says. */
  readonly conn: string;
  /** On HTTP/1.1 the `index` of the request on its connection, from 0. */
  readonly streamId: number;
  readonly listener: ListenerName;
  readonly protocol: ConnectionProtocol;
  readonly peer: Address;
  /** The header list of the request was complete. Microseconds since the Unix epoch, as all times here. */
  readonly startedAt: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly authority: string;
  /** Absent where it is no gRPC call, or one whose path is no method's. */
  readonly rpc?: Rpc;
  /** From `grpc-timeout`. */
  readonly timeoutMs?: number;
  readonly userAgent?: string;
  /** From `grpc-previous-rpc-attempts`: how often a client of gRPC had tried this call before, without an answer (gRFC A6). */
  readonly previousAttempts?: number;
  /** Whoever called us, from `traceparent`; absent where there was none, or one that does not parse. */
  readonly parent?: TraceContext;
  /** What we called ourselves to the client, from `traceresponse` of our reply; absent where there was none. */
  readonly own?: TraceContext;
  /** In the order in which they came. */
  readonly milestones: readonly Milestone[];
  /** Absent while it goes on. */
  readonly end?: ExchangeEnd;
}

/** The frame, or the part of an HTTP/1.1 message, that began or ended something. */
export type MilestoneName =
  | 'first request message'
  | 'request complete'
  | 'response headers'
  | 'first response message'
  | 'response complete';

export interface Milestone {
  readonly name: MilestoneName;
  readonly time: number;
  readonly from: Side;
}

export interface ExchangeEnd {
  readonly time: number;
  /** On HTTP/1.1 END_STREAM_WITHOUT_TRAILERS, TRAILERS or CONNECTION_CLOSED. */
  readonly how: StreamEnd;
  readonly endedBy: Side;
  readonly errorCode?: number;
  readonly httpStatus?: number;
  /** Absent where the exchange is none of gRPC, or none came. */
  readonly grpcStatus?: GrpcStatus;
  readonly origin: ErrorOrigin;
  readonly originReason: string;
  readonly durationMs: number;
  readonly firstByteMs?: number;
  readonly request: Transfer;
  readonly response: Transfer;
}

/** Called where traffic waits: must not throw, block, or do anything expensive. */
export interface ExchangeObserver {
  /** The same object is given to `ended`, and grows until then. */
  started(exchange: Exchange): void;
  /** With its `end`. Each that started ends, with its connection at the latest. */
  ended(exchange: Exchange): void;
}
