/**
 * What the JSON of an event has to have for the page to draw it. A file may hold anything: what passes here can be read as its type says
 * without a further look. Names are held to trace/event.ts by the compiler, down to the bodies of frames.
 */

import type {
  Address,
  Altsvc,
  ClientHello,
  ConnectionClosed,
  ConnectionOpened,
  Data,
  EventBodies,
  Finding,
  FirstBytes,
  Frame,
  FrameTotal,
  Goaway,
  GrpcStatus,
  HeaderField,
  Headers,
  Http1,
  Http1Field,
  Message,
  Origin,
  Ping,
  Priority,
  PriorityUpdate,
  ProtobufField,
  ProxyProtocol,
  PushPromise,
  Rpc,
  RstStream,
  Setting,
  StreamClosed,
  StreamOpened,
  Tls,
  TraceLost,
  Transfer,
  UnknownPayload,
  Violation,
  Window,
  WindowUpdate,
} from '../../trace/event.ts';

export type Check = (value: unknown) => boolean;

/** Of every property; those that may be absent are `maybe`. */
type ChecksOf<T> = { readonly [K in keyof Required<T>]: Check };

/** Messages within messages: beyond what the server itself looks into (32), and far from the end of the stack. */
const MAX_FIELD_DEPTH = 64;

const anything: Check = () => true;
const string: Check = (value) => typeof value === 'string';
const boolean: Check = (value) => typeof value === 'boolean';
/** JSON has 1e999. */
const number: Check = Number.isFinite;
const int64: Check = (value) =>
  Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,20}$/.test(value));
const side = oneOf('CLIENT', 'SERVER');

function oneOf(...values: readonly string[]): Check {
  return (value) => values.includes(value as string);
}

function maybe(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

function object<T>(checks: ChecksOf<T>): Check {
  const entries = Object.entries<Check>(checks);
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    for (const [name, check] of entries)
      if (!check((value as { readonly [name: string]: unknown })[name])) return false;
    return true;
  };
}

const strings = listOf(string);
const address = object<Address>({ address: string, port: number });
const rpc = object<Rpc>({ service: string, method: string });
const transfer = object<Transfer>({ messages: number, bytes: number });
const http1Fields = listOf(object<Http1Field>({ name: string, value: string, redacted: boolean }));
const errorOrigin = oneOf('APPLICATION', 'INFRASTRUCTURE', 'UNKNOWN');

const headers = object<Headers>({
  category: string,
  fields: listOf(
    object<HeaderField>({
      name: string,
      value: string,
      redacted: maybe(boolean),
      representation: string,
      index: number,
    }),
  ),
  blockLength: number,
  listSize: number,
  tableSize: number,
  incomplete: maybe(string),
});

const violation = object<Violation>({ error: string, errorCode: number, scope: string, reason: string, spec: string });

const frame = object<Frame>({
  from: side,
  type: string,
  typeCode: number,
  flags: strings,
  flagBits: number,
  streamId: number,
  length: number,
  headers: maybe(headers),
  data: maybe(object<Data>({ padding: number, preview: string, truncated: boolean })),
  settings: maybe(listOf(object<Setting>({ id: string, code: number, value: number }))),
  ping: maybe(object<Ping>({ opaque: string, ack: boolean, rttMs: maybe(number) })),
  goaway: maybe(object<Goaway>({ lastStreamId: number, error: string, errorCode: number, debug: string })),
  rstStream: maybe(object<RstStream>({ error: string, errorCode: number })),
  windowUpdate: maybe(object<WindowUpdate>({ increment: number })),
  priority: maybe(object<Priority>({ streamDependency: number, exclusive: boolean, weight: number })),
  pushPromise: maybe(object<PushPromise>({ promisedStreamId: number })),
  altsvc: maybe(object<Altsvc>({ origin: string, fieldValue: string })),
  origin: maybe(object<Origin>({ origins: strings })),
  priorityUpdate: maybe(object<PriorityUpdate>({ prioritizedStreamId: number, fieldValue: string })),
  unknown: maybe(object<UnknownPayload>({ preview: string, truncated: boolean })),
  window: maybe(object<Window>({ connection: number, stream: maybe(number) })),
  violation: maybe(violation),
});

const field = object<ProtobufField>({
  number,
  wireType: string,
  varint: maybe(int64),
  i64: maybe(int64),
  i32: maybe(number),
  text: maybe(string),
  // fieldsWithin goes into it.
  message: anything,
  bytes: maybe(string),
});

function fieldsWithin(value: unknown, depth: number): boolean {
  if (value === undefined) return true;
  if (!Array.isArray(value) || depth > MAX_FIELD_DEPTH) return false;
  return value.every((each) => field(each) && fieldsWithin(each.message, depth + 1));
}

const message = object<Message>({
  from: side,
  streamId: number,
  rpc: maybe(rpc),
  index: number,
  compressed: boolean,
  encoding: maybe(string),
  length: number,
  firstFrame: number,
  lastFrame: number,
  preview: string,
  truncated: boolean,
  json: anything,
  fields: (value) => fieldsWithin(value, 0),
});

const connectionOpened = object<ConnectionOpened>({
  listener: string,
  role: side,
  protocol: string,
  peer: address,
  local: address,
  tls: maybe(
    object<Tls>({
      version: maybe(string),
      cipher: maybe(string),
      alpn: maybe(string),
      sni: maybe(string),
      clientCertificate: maybe(string),
    }),
  ),
  proxyProtocol: maybe(object<ProxyProtocol>({ version: number, source: address, destination: address })),
  pairedConn: maybe(string),
});

const connectionClosed = object<ConnectionClosed>({
  endedBy: maybe(side),
  how: string,
  error: maybe(string),
  frames: listOf(object<FrameTotal>({ from: side, type: string, count: number })),
  streams: number,
  clientBytes: number,
  serverBytes: number,
  ageMs: number,
  stage: string,
  openStreams: number,
  origin: errorOrigin,
  originReason: string,
  firstBytes: maybe(listOf(object<FirstBytes>({ from: side, looksLike: string, tlsAlert: maybe(number) }))),
  clientHello: maybe(object<ClientHello>({ sni: maybe(string), alpn: strings })),
});

const streamOpened = object<StreamOpened>({
  streamId: number,
  method: string,
  path: string,
  authority: string,
  rpc: maybe(rpc),
  timeoutMs: maybe(number),
});

const streamClosed = object<StreamClosed>({
  streamId: number,
  how: string,
  endedBy: side,
  stage: string,
  error: maybe(string),
  errorCode: maybe(number),
  httpStatus: maybe(number),
  grpcStatus: maybe(object<GrpcStatus>({ code: number, name: string, message: string })),
  origin: errorOrigin,
  originReason: string,
  retrySafe: maybe(boolean),
  retryReason: string,
  durationMs: number,
  firstByteMs: maybe(number),
  request: transfer,
  response: transfer,
});

const http1 = object<Http1>({
  from: side,
  stage: string,
  index: number,
  startLine: string,
  fields: maybe(http1Fields),
  bodyLength: maybe(number),
  trailers: maybe(http1Fields),
});

const finding = object<Finding>({
  id: string,
  rule: string,
  severity: oneOf('INFO', 'WARNING', 'ERROR'),
  title: string,
  explanation: string,
  advice: string,
  streamId: maybe(number),
  evidence: listOf(number),
  spec: strings,
  count: number,
  firstTime: string,
  lastTime: string,
});

const traceLost = object<TraceLost>({
  reason: string,
  from: maybe(side),
  dropped: number,
  firstSeq: maybe(number),
  lastSeq: maybe(number),
});

/** By kind, the most frequent first. */
export const BODY_CHECKS: ChecksOf<EventBodies> = {
  frame,
  message,
  streamClosed,
  streamOpened,
  http1,
  connectionOpened,
  connectionClosed,
  finding,
  traceLost,
};
