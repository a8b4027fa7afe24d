/** What can be asked to go wrong, as values: what a text of the vocabulary means. Every number is within its range here. */

/** All that one text asks for. */
export interface FaultPlan {
  readonly condition: FaultCondition;
  readonly application: ApplicationFault;
  /** In the order of the text. */
  readonly transport: readonly TransportFault[];
}

/** Which calls a plan is for: all of the conditions hold. */
export interface FaultCondition {
  /** Only where this is our host name: one replica of many misbehaves. */
  readonly hostname?: string;
  /** Only for attempts before this one, from 1: as `grpc-previous-rpc-attempts` counts them. */
  readonly untilAttempt?: number;
  /** Only for this attempt, from 1. Of `rpc-behavior` alone. */
  readonly attempt?: number;
  /** Of calls, above 0 to 100. Default: all. */
  readonly percent?: number;
}

/** What a server does instead of answering well, in this order: it waits, then it fails, or never answers. */
export interface ApplicationFault {
  readonly delay?: DelayDistribution;
  /** One is drawn by weight; weights are percents, and what is left of 100 answers well. */
  readonly status?: readonly Weighted<StatusFault>[];
  /** Never answers: the client, its deadline or a proxy must end it. */
  readonly keepOpen?: true;
  /** Answers well, whatever plans would follow. Of `rpc-behavior` alone. */
  readonly succeed?: true;
}

/** Percents of calls each; what is left of 100 is not delayed. Or the delay at each percentile, straight lines in between. */
export type DelayDistribution =
  | { readonly kind: 'WEIGHTED'; readonly delays: readonly Weighted<number>[] }
  | { readonly kind: 'PERCENTILES'; readonly points: readonly DelayPoint[] };

/** Below the first point the line comes from 0; above the last one its delay holds. */
export interface DelayPoint {
  /** 0 to 100, rising. */
  readonly percentile: number;
  /** Milliseconds, never falling, with fractions. */
  readonly delayMs: number;
}

export interface Weighted<Value> {
  readonly value: Value;
  /** Above 0 to 100. */
  readonly percent: number;
}

export type StatusFault =
  | { readonly kind: 'GRPC'; readonly code: number; readonly message: string }
  | { readonly kind: 'HTTP'; readonly code: number; readonly message: string };

/** When in an answer a transport fault happens. */
export type Stage =
  /** As soon as it is asked for: nothing of the answer has come by yet. */
  | { readonly at: 'ONCE' }
  /** In place of the header fields of the response, when the server sends them. */
  | { readonly at: 'BEFORE_HEADERS' }
  | { readonly at: 'AFTER_HEADERS' }
  /** Behind the last byte of this length-prefixed message, from 1; where frames carry no gRPC, of this DATA frame. */
  | { readonly at: 'AFTER_MESSAGE'; readonly message: number }
  /** In place of the trailers, or of what else ends the stream. */
  | { readonly at: 'BEFORE_TRAILERS' };

/** STREAM: of the stream that asked. CONNECTION: of each stream of its connection that begins from then on, that one included. */
export type FaultScope = 'STREAM' | 'CONNECTION';

/** What the bytes of an answer are made to do. `stage`: when it happens, once. Those without one hold from when they are asked for. */
export type TransportFault = { readonly scope: FaultScope } & (
  | { readonly kind: 'RST_STREAM'; readonly stage: Stage; readonly errorCode: number }
  | GoawayFault
  /** The connection is closed in order, or reset, without a word of HTTP/2. */
  | { readonly kind: 'FIN' | 'TCP_RST'; readonly stage: Stage }
  /** Nothing more is sent: of the stream, or with scope CONNECTION on the whole connection. What the client sends is still read. */
  | { readonly kind: 'SILENCE'; readonly stage: Stage }
  /** END_STREAM on DATA, and no trailers. */
  | { readonly kind: 'NO_TRAILERS' }
  /** Trailers without grpc-status, grpc-message and grpc-status-details-bin. */
  | { readonly kind: 'NO_GRPC_STATUS' }
  /** One HEADERS frame with END_STREAM in place of the response. */
  | { readonly kind: 'TRAILERS_ONLY'; readonly grpcStatus: number; readonly message: string }
  /** A proxy's error page in place of the response: this :status, text/html, no grpc-status. */
  | { readonly kind: 'HTML'; readonly httpStatus: number }
  /** The second half of the message (from 1) is missing. The end of the stream is as it would be. */
  | { readonly kind: 'TRUNCATED_MESSAGE'; readonly message: number }
  /** The prefix of the first message says this length, in bytes. */
  | { readonly kind: 'WRONG_LENGTH'; readonly length: number }
  /** With scope STREAM those of the stream, with CONNECTION those of the connection and of all its streams. */
  | { readonly kind: 'HOLD_WINDOW_UPDATE' }
  /** Always of the connection, whatever the scope. */
  | { readonly kind: 'HOLD_SETTINGS_ACK' | 'HOLD_PING_ACK' }
  /** A SETTINGS frame of ours, at once. */
  | { readonly kind: 'SETTINGS'; readonly settings: readonly SettingFault[] }
  | { readonly kind: 'PING_FLOOD'; readonly count: number; readonly intervalMs: number }
  /** Of each DATA and HEADERS frame of the stream, in bytes, as far as the client's windows allow. 1 to 255. */
  | { readonly kind: 'PADDING'; readonly bytes: number }
  /** Header blocks in fragments of this many bytes: HEADERS, then CONTINUATION frames. */
  | { readonly kind: 'CONTINUATION'; readonly fragmentBytes: number }
);

export interface GoawayFault {
  readonly kind: 'GOAWAY';
  readonly stage: Stage;
  readonly errorCode: number;
  readonly debug: string;
  /** Default: the highest stream that the client has opened. Streams above it are answered no more. */
  readonly lastStreamId?: number;
  /** RFC 9113 §6.8: one with the highest possible stream id, and a round trip later the one with `lastStreamId`. */
  readonly isGraceful: boolean;
}

export interface SettingFault {
  /** RFC 9113 §6.5.2. */
  readonly code: number;
  readonly value: number;
}
