/**
 * The trace event: the public contract of this project, and the only thing that layers after `trace/` know of it.
 *
 * The schema is `protos/sre/trace/v1/trace.proto`; this file mirrors it, message for interface and field for property,
 * and `test/trace/event.test.ts` fails when they drift. On text channels an event is its proto3 JSON (formats/json.ts).
 *
 * Conventions: times are microseconds since the Unix epoch; durations are milliseconds; lengths are bytes.
 * Bytes that a peer sent as text (header values, debug data) are strings with one character per byte (ISO-8859-1), so that
 * they stay byte-exact. Absent properties mean "does not apply" or "not known".
 */

/** Who did it. On a connection that we opened ourselves we are the CLIENT. */
export type Side = 'CLIENT' | 'SERVER';

/** Which of our listeners a connection came in on. */
export type ListenerName = 'grpc' | 'http' | 'admin' | 'proxy' | 'probe';

/**
 * What the first bytes of the client turned out to be: over TLS (`ConnectionOpened.tls`) `h2`, `http/1.1` or `unknown`. `tls` means TLS
 * that could not be looked into: the handshake failed, or there was no certificate of ours to begin one with.
 */
export type ConnectionProtocol = 'h2' | 'h2c' | 'http/1.1' | 'tls' | 'unknown';

export interface EventHeader {
  /** Process-wide, from 1, without gaps: a gap means loss, and is announced by a `traceLost` event. */
  readonly seq: number;
  /** Microseconds since the Unix epoch. */
  readonly time: number;
  /** Milliseconds since the connection opened, three decimals. */
  readonly offsetMs: number;
  /** "c1", "c2", …; empty where an event is about no single connection. */
  readonly conn: string;
}

export interface EventBodies {
  readonly connectionOpened: ConnectionOpened;
  readonly frame: Frame;
  readonly message: Message;
  readonly streamOpened: StreamOpened;
  readonly streamClosed: StreamClosed;
  readonly http1: Http1;
  readonly finding: Finding;
  readonly connectionClosed: ConnectionClosed;
  readonly traceLost: TraceLost;
}

export type EventKind = keyof EventBodies;

/** An event with the body `K`; `kind` names the one body that it has. */
export type EventOf<K extends EventKind> = EventHeader & { readonly kind: K } & Pick<EventBodies, K>;

export type TraceEvent = { [K in EventKind]: EventOf<K> }[EventKind];

export interface Address {
  readonly address: string;
  readonly port: number;
}

export interface ConnectionOpened {
  readonly listener: ListenerName;
  /** What we are on this connection. */
  readonly role: Side;
  readonly protocol: ConnectionProtocol;
  readonly peer: Address;
  readonly local: Address;
  readonly tls?: Tls;
  readonly proxyProtocol?: ProxyProtocol;
  /** The other leg, where this connection is one of a proxied pair. */
  readonly pairedConn?: string;
}

export interface Tls {
  readonly version?: string;
  readonly cipher?: string;
  readonly alpn?: string;
  readonly sni?: string;
  /** Subject of the client certificate. */
  readonly clientCertificate?: string;
}

/** The PROXY protocol header that a load balancer put in front of the connection. */
export interface ProxyProtocol {
  readonly version: number;
  readonly source: Address;
  readonly destination: Address;
}

/** A frame type of RFC 9113 §6, RFC 7838 §4, RFC 8336 §2 or RFC 9218 §7.1; any other code is UNKNOWN. */
export type FrameTypeName =
  | 'DATA'
  | 'HEADERS'
  | 'PRIORITY'
  | 'RST_STREAM'
  | 'SETTINGS'
  | 'PUSH_PROMISE'
  | 'PING'
  | 'GOAWAY'
  | 'WINDOW_UPDATE'
  | 'CONTINUATION'
  | 'ALTSVC'
  | 'ORIGIN'
  | 'PRIORITY_UPDATE'
  | 'UNKNOWN';

/** One HTTP/2 frame, and what it meant to the connection. */
export interface Frame {
  readonly from: Side;
  readonly type: FrameTypeName;
  readonly typeCode: number;
  readonly flags: readonly string[];
  readonly flagBits: number;
  readonly streamId: number;
  /** Of the payload, as the frame header says; the 9 bytes of the frame header are not in it. */
  readonly length: number;
  /** On the frame that ends a header block: HEADERS, PUSH_PROMISE or CONTINUATION. */
  readonly headers?: Headers;
  readonly data?: Data;
  readonly settings?: readonly Setting[];
  readonly ping?: Ping;
  readonly goaway?: Goaway;
  readonly rstStream?: RstStream;
  readonly windowUpdate?: WindowUpdate;
  readonly priority?: Priority;
  readonly pushPromise?: PushPromise;
  readonly altsvc?: Altsvc;
  readonly origin?: Origin;
  readonly priorityUpdate?: PriorityUpdate;
  readonly unknown?: UnknownPayload;
  /** On DATA, WINDOW_UPDATE and SETTINGS. */
  readonly window?: Window;
  /** The rule that the sender broke with this frame. */
  readonly violation?: Violation;
}

export type HeadersCategory = 'REQUEST' | 'RESPONSE' | 'INFORMATIONAL' | 'TRAILERS' | 'PUSH';

export interface Headers {
  readonly category: HeadersCategory;
  readonly fields: readonly HeaderField[];
  /** Bytes of the header block as sent: compressed, all its frames together. */
  readonly blockLength: number;
  /** RFC 9113 §6.5.2: names and values and 32 for each field. */
  readonly listSize: number;
  /** Of the sender's HPACK dynamic table after this block, RFC 7541 §4.1. */
  readonly tableSize: number;
  /** Why `fields` is not the whole list: it passed a limit of ours, or HPACK decoding had failed. */
  readonly incomplete?: string;
}

export type HeaderRepresentation = 'INDEXED' | 'LITERAL_INDEXED' | 'LITERAL' | 'NEVER_INDEXED';

export interface HeaderField {
  readonly name: string;
  /** Empty where `redacted`. */
  readonly value: string;
  /** Absent means false: most fields are the decoder's own objects, shared by all blocks that refer to them. */
  readonly redacted?: boolean;
  /** How HPACK carried it, RFC 7541 §6. */
  readonly representation: HeaderRepresentation;
  /** The HPACK index of the field or of its name; 0 where the name was sent as a literal. */
  readonly index: number;
}

export interface Data {
  /** Bytes of padding, without the Pad Length byte itself. */
  readonly padding: number;
  /** The first bytes, as many as --payload-bytes allows. */
  readonly preview: Uint8Array;
  readonly truncated: boolean;
}

export interface Setting {
  /** The name in the IANA registry without SETTINGS_, or "" where it has none. */
  readonly id: string;
  readonly code: number;
  readonly value: number;
}

export interface Ping {
  /** The 8 bytes in hex. */
  readonly opaque: string;
  readonly ack: boolean;
  /** On the ACK: since the PING with the same bytes passed us. */
  readonly rttMs?: number;
}

export interface Goaway {
  readonly lastStreamId: number;
  /** The name of RFC 9113 §7, or "" where the code has none. */
  readonly error: string;
  readonly errorCode: number;
  readonly debug: string;
}

export interface RstStream {
  readonly error: string;
  readonly errorCode: number;
}

export interface WindowUpdate {
  readonly increment: number;
}

/** RFC 9113 §5.3.2 (deprecated, still sent); `weight` is 1 to 256. */
export interface Priority {
  readonly streamDependency: number;
  readonly exclusive: boolean;
  readonly weight: number;
}

export interface PushPromise {
  readonly promisedStreamId: number;
}

export interface Altsvc {
  readonly origin: string;
  readonly fieldValue: string;
}

export interface Origin {
  readonly origins: readonly string[];
}

export interface PriorityUpdate {
  readonly prioritizedStreamId: number;
  readonly fieldValue: string;
}

export interface UnknownPayload {
  readonly preview: Uint8Array;
  readonly truncated: boolean;
}

/** What the sender of DATA may still send after this frame: the sender of a DATA frame, the receiver of the others. */
export interface Window {
  readonly connection: number;
  /** Absent on frames of stream 0, and where the stream is not known. */
  readonly stream?: number;
}

export interface Violation {
  readonly error: string;
  readonly errorCode: number;
  readonly scope: 'CONNECTION' | 'STREAM';
  readonly reason: string;
  /** For example "RFC 9113 §6.5". */
  readonly spec: string;
}

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** One gRPC length-prefixed message. */
export interface Message {
  readonly from: Side;
  readonly streamId: number;
  /** The method of its stream; absent where its path is not one of a gRPC method. */
  readonly rpc?: Rpc;
  /** Per direction of the stream, from 0. */
  readonly index: number;
  readonly compressed: boolean;
  /** The `grpc-encoding` of the sender; absent where it sent none. */
  readonly encoding?: string;
  /** Of the message as sent, without its 5-byte prefix. */
  readonly length: number;
  /** `seq` of the first and the last DATA frame that carried it; 0 for one that was not recorded. */
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly preview: Uint8Array;
  readonly truncated: boolean;
  /** The message, where its type is known. */
  readonly json?: JsonValue | undefined;
  /** The raw walk, where its type is not known. */
  readonly fields?: readonly ProtobufField[] | undefined;
}

/** A message as it can be kept: without what is read from its preview, which takes the schema of its type. */
export type KeptMessage = Omit<Message, 'json' | 'fields'>;

export type ProtobufWireType = 'VARINT' | 'I64' | 'LEN' | 'GROUP' | 'I32';

/** One field of a protobuf message read without its schema. Exactly one of the value properties is there. */
export interface ProtobufField {
  readonly number: number;
  readonly wireType: ProtobufWireType;
  readonly varint?: bigint;
  readonly i64?: bigint;
  readonly i32?: number;
  /** A LEN field that is printable UTF-8. */
  readonly text?: string;
  /** A LEN field or a GROUP that reads as a message. */
  readonly message?: readonly ProtobufField[];
  readonly bytes?: Uint8Array;
}

export interface Rpc {
  readonly service: string;
  readonly method: string;
}

export interface StreamOpened {
  readonly streamId: number;
  readonly method: string;
  readonly path: string;
  readonly authority: string;
  /** Where content-type is application/grpc*. */
  readonly rpc?: Rpc;
  /** From `grpc-timeout`. */
  readonly timeoutMs?: number;
}

export type StreamEnd =
  | 'TRAILERS'
  | 'TRAILERS_ONLY'
  | 'END_STREAM_WITHOUT_TRAILERS'
  | 'RST_STREAM'
  | 'CONNECTION_CLOSED';

/**
 * How far an exchange had come. REQUEST: the request had not ended, and there was no response head. WAITING: the request was complete,
 * and there was no response head. RESPONSE: behind the head of the response, before its end. COMPLETE: the response came to its end.
 * Informational responses are no response head.
 */
export type StreamStage = 'REQUEST' | 'WAITING' | 'RESPONSE' | 'COMPLETE';

export type ErrorOrigin = 'APPLICATION' | 'INFRASTRUCTURE' | 'UNKNOWN';

export interface GrpcStatus {
  readonly code: number;
  readonly name: string;
  /** Percent-decoded; of a long one the first 8,192 characters and an ellipsis. */
  readonly message: string;
}

/** What one side of a stream sent: gRPC messages, and bytes of DATA without padding. */
export interface Transfer {
  readonly messages: number;
  readonly bytes: number;
}

export interface StreamClosed {
  readonly streamId: number;
  readonly how: StreamEnd;
  readonly endedBy: Side;
  readonly stage: StreamStage;
  readonly error?: string;
  readonly errorCode?: number;
  readonly httpStatus?: number;
  readonly grpcStatus?: GrpcStatus;
  readonly origin: ErrorOrigin;
  readonly originReason: string;
  /** Absent where the wire does not tell. */
  readonly retrySafe?: boolean;
  /** In words: why a retry is safe, why it is not, or why nobody can tell. */
  readonly retryReason: string;
  readonly durationMs: number;
  /** From the end of the request's header block to that of the response's; informational responses do not count. */
  readonly firstByteMs?: number;
  readonly request: Transfer;
  readonly response: Transfer;
}

export interface Http1Field {
  readonly name: string;
  readonly value: string;
  readonly redacted: boolean;
}

/** An HTTP/1.1 message, told in two events: HEAD when its fields are complete, END when its body is. */
export interface Http1 {
  readonly from: Side;
  readonly stage: 'HEAD' | 'END';
  /** The n-th message of this side on this connection, from 0. */
  readonly index: number;
  readonly startLine: string;
  /** In wire order and case; on HEAD. */
  readonly fields?: readonly Http1Field[];
  /** Of the body without transfer coding; on END. */
  readonly bodyLength?: number;
  /** On END, where there were any. */
  readonly trailers?: readonly Http1Field[];
}

export type Severity = 'INFO' | 'WARNING' | 'ERROR';

export interface Finding {
  /** "f1", "f2", …: the cause. A later event with the same id supersedes the earlier: it has counted further. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly explanation: string;
  /** What to change; of several lines each names whose knob it is: "client, grpc-go: …", "server, Envoy: …". */
  readonly advice: string;
  readonly streamId?: number;
  /** `seq` of the events that show it. */
  readonly evidence: readonly number[];
  readonly spec: readonly string[];
  /** How often the cause was seen, from 1. */
  readonly count: number;
  /** When it was seen first and last. Microseconds since the Unix epoch. */
  readonly firstTime: number;
  readonly lastTime: number;
}

export type ConnectionEnd = 'FIN' | 'RST' | 'GOAWAY' | 'LOCAL';

/**
 * How far a connection had come. OPENING: before the SETTINGS of both sides on HTTP/2, before the head of the first request on HTTP/1.1,
 * within a TLS handshake or a PROXY protocol header. IDLE: no stream was open. ACTIVE: streams were. DRAINING: behind a GOAWAY of either
 * side, whether or not streams were open. On HTTP/1.1 a request without its response is an open stream.
 */
export type ConnectionStage = 'OPENING' | 'IDLE' | 'ACTIVE' | 'DRAINING';

/** What the first bytes of a side are the beginning of; NOTHING where the connection closed without any. */
export type FirstBytesKind = 'TLS_HANDSHAKE' | 'TLS_ALERT' | 'HTTP1' | 'NOTHING' | 'OTHER';

/** What a side said in place of the connection's protocol. */
export interface FirstBytes {
  readonly from: Side;
  readonly looksLike: FirstBytesKind;
  /** The description of the alert, RFC 8446 §6: 120 is no_application_protocol. */
  readonly tlsAlert?: number;
}

/** What a TLS client offered, where its handshake came to no end: RFC 8446 §4.1.2. */
export interface ClientHello {
  readonly sni?: string;
  /** In its order of preference; empty where it offered none. */
  readonly alpn: readonly string[];
}

export interface FrameTotal {
  readonly from: Side;
  readonly type: FrameTypeName;
  readonly count: number;
}

export interface ConnectionClosed {
  /** Who ended it; absent where it was cut by us (`how` LOCAL). */
  readonly endedBy?: Side;
  readonly how: ConnectionEnd;
  /** What went wrong, in words; absent after an orderly end. */
  readonly error?: string;
  readonly frames: readonly FrameTotal[];
  readonly streams: number;
  readonly clientBytes: number;
  readonly serverBytes: number;
  readonly ageMs: number;
  readonly stage: ConnectionStage;
  /** Streams that had not ended, and that it took with it. */
  readonly openStreams: number;
  readonly origin: ErrorOrigin;
  readonly originReason: string;
  /** Of each side that did not speak the connection's protocol; absent where both did. */
  readonly firstBytes?: readonly FirstBytes[];
  /** Where a TLS client came that nobody ended TLS for, or whose handshake was refused. */
  readonly clientHello?: ClientHello;
}

export interface TraceLost {
  readonly reason: string;
  /** The direction that can no longer be decoded; absent where it is no single one. */
  readonly from?: Side;
  /** How many events are missing; 0 where nobody knows. */
  readonly dropped: number;
  readonly firstSeq?: number;
  readonly lastSeq?: number;
}
