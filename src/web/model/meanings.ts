/** What things on the wire mean, in a few words, and where that is written: the tables that the detail pane reads from. */

import type {
  ConnectionEnd,
  ConnectionProtocol,
  ConnectionStage,
  ErrorOrigin,
  FirstBytesKind,
  FrameTypeName,
  HeaderRepresentation,
  HeadersCategory,
  StreamEnd,
  StreamStage,
} from '../../trace/event.ts';

export type Meaning = readonly [words: string, spec?: string];
export type Meanings = { readonly [name: string]: Meaning };

const GRPC = 'gRPC PROTOCOL-HTTP2';
const TRACE_CONTEXT = 'W3C Trace Context';
const B3: Meaning = ['trace id of Zipkin', 'B3 Propagation'];

/** Names are a peer's: `constructor` is one that objects have. */
export function meaningOf<Row>(table: { readonly [name: string]: Row }, name: string): Row | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export const FRAME_TYPES: { readonly [T in FrameTypeName]: Meaning } = {
  DATA: ['the content of a request or response', 'RFC 9113 §6.1'],
  HEADERS: ['begins a request or response, or ends it with trailers', 'RFC 9113 §6.2'],
  PRIORITY: ['advice on priority, deprecated', 'RFC 9113 §6.3'],
  RST_STREAM: ['ends a stream at once', 'RFC 9113 §6.4'],
  SETTINGS: ['what its sender asks of the other side', 'RFC 9113 §6.5'],
  PUSH_PROMISE: ['announces a response that nobody asked for', 'RFC 9113 §6.6'],
  PING: ['asks whether the other side is there, and measures the round trip', 'RFC 9113 §6.7'],
  GOAWAY: ['no new streams on this connection', 'RFC 9113 §6.8'],
  WINDOW_UPDATE: ['lets the other side send more DATA', 'RFC 9113 §6.9'],
  CONTINUATION: ['goes on with the header block of the frame before', 'RFC 9113 §6.10'],
  ALTSVC: ['the same service is also elsewhere', 'RFC 7838 §4'],
  ORIGIN: ['which origins this connection may be used for', 'RFC 8336 §2'],
  PRIORITY_UPDATE: ['changes the priority of a response', 'RFC 9218 §7.1'],
  UNKNOWN: ['a type of no RFC that is known here: receivers ignore it', 'RFC 9113 §4.1'],
};

/** By frame type where that decides, else by flag alone. */
export const FLAGS: Meanings = {
  END_STREAM: ['its sender sends nothing more on this stream', 'RFC 9113 §5.1'],
  END_HEADERS: ['the header block is complete: no CONTINUATION follows', 'RFC 9113 §6.2'],
  PADDED: ['bytes without meaning follow the content', 'RFC 9113 §6.1'],
  PRIORITY: ['with the deprecated priority fields', 'RFC 9113 §6.2'],
  'SETTINGS.ACK': ['the SETTINGS of the other side are in force', 'RFC 9113 §6.5.3'],
  'PING.ACK': ['the answer to a PING', 'RFC 9113 §6.7'],
};

export const HEADERS_CATEGORIES: { readonly [C in HeadersCategory]: Meaning } = {
  REQUEST: ['opens the stream', 'RFC 9113 §8.3.1'],
  RESPONSE: ['the head of the response', 'RFC 9113 §8.3.2'],
  INFORMATIONAL: ['an interim response: the final one follows', 'RFC 9110 §15.2'],
  TRAILERS: ['fields behind the content; of gRPC, the status', 'RFC 9113 §8.1'],
  PUSH: ['the request that a pushed response would answer', 'RFC 9113 §8.4'],
};

export const REPRESENTATIONS: { readonly [R in HeaderRepresentation]: Meaning } = {
  INDEXED: ['indexed', 'RFC 7541 §6.1'],
  LITERAL_INDEXED: ['literal, indexed', 'RFC 7541 §6.2.1'],
  LITERAL: ['literal', 'RFC 7541 §6.2.2'],
  NEVER_INDEXED: ['never indexed', 'RFC 7541 §6.2.3'],
};

export type SettingMeaning = readonly [words: string, initial: string, spec: string];

export const SETTINGS: { readonly [id: string]: SettingMeaning } = {
  HEADER_TABLE_SIZE: ['bytes of HPACK table that its sender keeps for decoding', '4,096', 'RFC 9113 §6.5.2'],
  ENABLE_PUSH: ['whether the server may push', '1', 'RFC 9113 §6.5.2'],
  MAX_CONCURRENT_STREAMS: ['streams that the other side may have open at once', 'no limit', 'RFC 9113 §6.5.2'],
  INITIAL_WINDOW_SIZE: ['bytes of DATA that may be sent on a new stream', '65,535', 'RFC 9113 §6.5.2'],
  MAX_FRAME_SIZE: ['bytes of payload in a frame that its sender takes', '16,384', 'RFC 9113 §6.5.2'],
  MAX_HEADER_LIST_SIZE: ['bytes of header list, uncompressed, that its sender takes', 'no limit', 'RFC 9113 §6.5.2'],
  ENABLE_CONNECT_PROTOCOL: ['whether WebSockets may be opened on a stream', '0', 'RFC 8441 §3'],
  NO_RFC7540_PRIORITIES: ['whether PRIORITY is ignored', '0', 'RFC 9218 §2.1'],
  TLS_RENEG_PERMITTED: ['whether TLS may be renegotiated', '0', '[MS-HTTP2E] §2.2.4'],
};

export const ERROR_CODES: { readonly [name: string]: string } = {
  NO_ERROR: 'nothing went wrong: an orderly end',
  PROTOCOL_ERROR: 'the other side broke the protocol',
  INTERNAL_ERROR: 'its sender failed inside',
  FLOW_CONTROL_ERROR: 'more DATA came than the window allowed',
  SETTINGS_TIMEOUT: 'SETTINGS were not acknowledged in time',
  STREAM_CLOSED: 'a frame came on a stream that had ended',
  FRAME_SIZE_ERROR: 'a frame of a wrong length',
  REFUSED_STREAM: 'nothing was done with the request: it is safe to send again',
  CANCEL: 'nobody wants the rest: cancelled, or the deadline has passed',
  COMPRESSION_ERROR: 'the header block cannot be decoded: the connection is lost',
  CONNECT_ERROR: 'the connection that CONNECT asked for was reset',
  ENHANCE_YOUR_CALM: 'the other side does too much: for example too many PINGs or resets',
  INADEQUATE_SECURITY: 'TLS is below what HTTP/2 asks for',
  HTTP_1_1_REQUIRED: 'the request is to be sent by HTTP/1.1',
};
export const ERROR_CODES_SPEC = 'RFC 9113 §7';

/** By code. https://grpc.io/docs/guides/status-codes/ */
export const GRPC_STATUS: readonly (readonly [name: string, words: string])[] = [
  ['OK', 'the call worked'],
  ['CANCELLED', 'the caller gave up'],
  ['UNKNOWN', 'an error without a status: an exception of the application, or a proxy'],
  ['INVALID_ARGUMENT', 'the request is wrong, whatever the state of the system'],
  ['DEADLINE_EXCEEDED', 'the deadline passed before the end'],
  ['NOT_FOUND', 'what was asked for is not there'],
  ['ALREADY_EXISTS', 'what was to be made is there already'],
  ['PERMISSION_DENIED', 'the caller is known, and may not'],
  ['RESOURCE_EXHAUSTED', 'a quota, a size limit or a memory limit'],
  ['FAILED_PRECONDITION', 'the system is not in the state for it'],
  ['ABORTED', 'a conflict: try again from further above'],
  ['OUT_OF_RANGE', 'past the end of what there is'],
  ['UNIMPLEMENTED', 'no such method, or a proxy that knows no route'],
  ['INTERNAL', 'something is broken: often a transport error'],
  ['UNAVAILABLE', 'nobody could answer: worth a retry with backoff'],
  ['DATA_LOSS', 'data is lost or corrupt'],
  ['UNAUTHENTICATED', 'no credentials, or wrong ones'],
];
export const GRPC_STATUS_SPEC = 'gRPC statuscodes';

/** RFC 9110 §15, and what proxies answer with. */
export const HTTP_STATUS: { readonly [status: string]: string } = {
  100: 'Continue: the content may be sent',
  101: 'Switching Protocols',
  103: 'Early Hints',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  206: 'Partial Content',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request: gRPC clients make INTERNAL of it',
  401: 'Unauthorized: gRPC clients make UNAUTHENTICATED of it',
  403: 'Forbidden: gRPC clients make PERMISSION_DENIED of it',
  404: 'Not Found: gRPC clients make UNIMPLEMENTED of it',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  411: 'Length Required',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  421: 'Misdirected Request: another connection is to be used',
  426: 'Upgrade Required',
  429: 'Too Many Requests: gRPC clients make UNAVAILABLE of it',
  431: 'Request Header Fields Too Large',
  499: 'client closed the connection (nginx)',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway: gRPC clients make UNAVAILABLE of it',
  503: 'Service Unavailable: gRPC clients make UNAVAILABLE of it',
  504: 'Gateway Timeout: gRPC clients make UNAVAILABLE of it',
};

/** By name in lower case. */
export const HEADER_FIELDS: Meanings = {
  ':method': ['the method; of gRPC always POST', 'RFC 9113 §8.3.1'],
  ':scheme': ['what the client speaks: http is clear text', 'RFC 9113 §8.3.1'],
  ':authority': ['whom the client called: proxies route by it', 'RFC 9113 §8.3.1'],
  ':path': ['of gRPC /service/method', 'RFC 9113 §8.3.1'],
  ':status': ['the HTTP status; of gRPC 200 even where the call fails', 'RFC 9113 §8.3.2'],
  ':protocol': ['what is to be spoken on the stream', 'RFC 8441 §4'],
  'content-type': ['of the content', 'RFC 9110 §8.3'],
  te: ['trailers: the client takes trailers, which gRPC needs', 'RFC 9110 §10.1.4'],
  'grpc-timeout': ['how long the client waits, from when it sent this', GRPC],
  'grpc-encoding': ['how messages with the compressed bit are compressed', GRPC],
  'grpc-accept-encoding': ['compressions that may be used in the answer', GRPC],
  'grpc-status': ['the outcome of the call', GRPC],
  'grpc-message': ['why, for people: percent-encoded', GRPC],
  'grpc-status-details-bin': ['google.rpc.Status in base64: details of the error', GRPC],
  'grpc-message-type': ['the type of the messages', GRPC],
  'grpc-previous-rpc-attempts': ['how often the client has tried before', 'gRFC A6'],
  'grpc-retry-pushback-ms': ['when the client may try again; negative: not at all', 'gRFC A6'],
  'grpc-trace-bin': ['trace context of OpenCensus', 'OpenCensus'],
  'grpc-tags-bin': ['tags of OpenCensus', 'OpenCensus'],
  'user-agent': ['which library the client uses', 'RFC 9110 §10.1.5'],
  host: ['whom the client called: proxies route by it', 'RFC 9110 §7.2'],
  'content-length': ['bytes of content', 'RFC 9110 §8.6'],
  'content-encoding': ['how the content as a whole is compressed', 'RFC 9110 §8.4'],
  'transfer-encoding': ['how the content is framed: HTTP/1.1 only', 'RFC 9112 §6.1'],
  connection: ['about this hop: forbidden in HTTP/2', 'RFC 9113 §8.2.2'],
  'keep-alive': ['about this hop: forbidden in HTTP/2', 'RFC 9113 §8.2.2'],
  'proxy-connection': ['about this hop: forbidden in HTTP/2', 'RFC 9113 §8.2.2'],
  upgrade: ['asks for another protocol: HTTP/1.1 only', 'RFC 9110 §7.8'],
  'http2-settings': ['SETTINGS of an upgrade to HTTP/2, obsolete', 'RFC 9113 §3.1'],
  trailer: ['fields that will follow the content', 'RFC 9110 §6.6.2'],
  expect: ['the client waits with the content for 100', 'RFC 9110 §10.1.1'],
  accept: ['media types that the client takes', 'RFC 9110 §12.5.1'],
  'accept-encoding': ['content codings that the client takes', 'RFC 9110 §12.5.3'],
  'accept-language': ['languages that the user reads', 'RFC 9110 §12.5.4'],
  authorization: ['credentials', 'RFC 9110 §11.6.2'],
  'proxy-authorization': ['credentials for a proxy', 'RFC 9110 §11.7.2'],
  'www-authenticate': ['which credentials are asked for', 'RFC 9110 §11.6.1'],
  cookie: ['state of the client', 'RFC 6265 §4.2'],
  'set-cookie': ['state for the client', 'RFC 6265 §4.1'],
  'cache-control': ['who may cache, and how long', 'RFC 9111 §5.2'],
  age: ['seconds since it was made: it comes from a cache', 'RFC 9111 §5.1'],
  etag: ['names this version', 'RFC 9110 §8.8.3'],
  vary: ['request fields that the response depends on', 'RFC 9110 §12.5.5'],
  date: ['when the response was made', 'RFC 9110 §6.6.1'],
  server: ['what answered: names a proxy where that did', 'RFC 9110 §10.2.4'],
  location: ['where to go instead', 'RFC 9110 §10.2.2'],
  'retry-after': ['when to try again: seconds, or a date', 'RFC 9110 §10.2.3'],
  allow: ['methods that there are', 'RFC 9110 §10.2.1'],
  range: ['the part that is asked for', 'RFC 9110 §14.2'],
  via: ['proxies on the way', 'RFC 9110 §7.6.3'],
  forwarded: ['what a proxy knew of its client', 'RFC 7239 §4'],
  'x-forwarded-for': ['addresses of the client and of proxies, as they say'],
  'x-forwarded-proto': ['scheme before the proxy'],
  'x-forwarded-host': ['host before the proxy'],
  'x-forwarded-client-cert': ['the client certificate that Envoy saw', 'Envoy, HTTP headers'],
  'x-real-ip': ['address of the client, as a proxy says'],
  'x-request-id': ['one id for the request, through all proxies', 'Envoy, HTTP headers'],
  'x-correlation-id': ['one id for the request'],
  'x-cloud-trace-context': ['trace id of Google Cloud'],
  'x-amzn-trace-id': ['trace id of AWS load balancers'],
  'x-envoy-attempt-count': ['which attempt of Envoy this is, from 1', 'Envoy, HTTP headers'],
  'x-envoy-upstream-service-time': ['milliseconds that upstream took, as Envoy saw it', 'Envoy, HTTP headers'],
  'x-envoy-expected-rq-timeout-ms': ['how long Envoy waits for this attempt', 'Envoy, HTTP headers'],
  'x-envoy-overloaded': ['Envoy dropped the request: overload', 'Envoy, HTTP headers'],
  'x-envoy-retry-on': ['when Envoy may retry', 'Envoy, HTTP headers'],
  'x-envoy-max-retries': ['how often Envoy may retry', 'Envoy, HTTP headers'],
  'x-envoy-decorator-operation': ['name of the route, for tracing', 'Envoy, HTTP headers'],
  'x-envoy-peer-metadata': ['which workload of Istio it is', 'Istio'],
  'x-envoy-peer-metadata-id': ['which workload of Istio it is', 'Istio'],
  traceparent: ['version, trace id, span id, flags', TRACE_CONTEXT],
  tracestate: ['trace context of vendors', TRACE_CONTEXT],
  baggage: ['properties that go with the trace', 'W3C Baggage'],
  b3: B3,
  'x-b3-traceid': B3,
  'x-b3-spanid': ['span id of Zipkin', 'B3 Propagation'],
  'x-b3-sampled': ['whether Zipkin records it', 'B3 Propagation'],
  'x-sre-trace': ['connection and stream of this server: where it is in the trace'],
  'alt-svc': ['the same service is also elsewhere', 'RFC 7838 §3'],
  'strict-transport-security': ['TLS only, from now on', 'RFC 6797 §6.1'],
  priority: ['how urgent the response is', 'RFC 9218 §4'],
  'connect-protocol-version': ['a call of the Connect protocol', 'Connect Protocol'],
  'connect-timeout-ms': ['how long a Connect client waits', 'Connect Protocol'],
};

export const STREAM_ENDS: { readonly [E in StreamEnd]: Meaning } = {
  TRAILERS: ['the response ended with trailers', 'RFC 9113 §8.1'],
  TRAILERS_ONLY: ['the response was a single HEADERS frame: of gRPC, it failed before it began', GRPC],
  END_STREAM_WITHOUT_TRAILERS: ['the response ended with its content; of gRPC, without a status', 'RFC 9113 §8.1'],
  RST_STREAM: ['the stream was reset', 'RFC 9113 §6.4'],
  CONNECTION_CLOSED: ['the connection ended below it', 'RFC 9113 §5.4.1'],
};

export const STREAM_STAGES: { readonly [S in StreamStage]: string } = {
  REQUEST: 'the request had not ended, and nothing had been answered',
  WAITING: 'the request was complete, and nothing had been answered',
  RESPONSE: 'the response had begun, and not ended',
  COMPLETE: 'the response was complete',
};

export const ORIGINS: { readonly [O in ErrorOrigin]: string } = {
  APPLICATION: 'the application answered it',
  INFRASTRUCTURE: 'something between client and application answered or cut it',
  UNKNOWN: 'the wire does not tell',
};

export const CONNECTION_ENDS: { readonly [E in ConnectionEnd]: string } = {
  FIN: 'TCP was closed in an orderly way',
  RST: 'TCP was reset: what was under way is lost',
  GOAWAY: 'closed behind a GOAWAY',
  LOCAL: 'cut by this server',
};

export const CONNECTION_STAGES: { readonly [S in ConnectionStage]: string } = {
  OPENING: 'it was not set up yet',
  IDLE: 'no stream was open',
  ACTIVE: 'streams were open',
  DRAINING: 'behind a GOAWAY',
};

export const PROTOCOLS: { readonly [P in ConnectionProtocol]: Meaning } = {
  h2: ['HTTP/2 over TLS', 'RFC 9113 §3.2'],
  h2c: ['HTTP/2 in clear text, with prior knowledge', 'RFC 9113 §3.3'],
  'http/1.1': ['HTTP/1.1', 'RFC 9112'],
  tls: ['TLS that could not be looked into', 'RFC 8446'],
  unknown: ['the first bytes are of no protocol that is known here'],
};

export const FIRST_BYTES: { readonly [K in FirstBytesKind]: string } = {
  TLS_HANDSHAKE: 'a TLS handshake',
  TLS_ALERT: 'a TLS alert',
  HTTP1: 'HTTP/1.1',
  NOTHING: 'nothing was said',
  OTHER: 'something else',
};

/** Those that end handshakes: RFC 8446 §6. */
export const TLS_ALERTS: { readonly [description: string]: string } = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  40: 'handshake_failure: no common parameters',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca: the certificate authority is not trusted',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version: no common version of TLS',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  109: 'missing_extension',
  112: 'unrecognized_name: no certificate for this SNI',
  116: 'certificate_required',
  120: 'no_application_protocol: nothing in common by ALPN',
};
