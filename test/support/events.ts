/**
 * Trace events for tests of what comes after trace/: formats and sinks. Bodies are written by hand, `stamp` numbers and times
 * them; `sampleBodies` has every kind of event, every frame type and every optional property at least once.
 */

import type {
  ConnectionClosed,
  ConnectionOpened,
  EventBodies,
  EventHeader,
  EventKind,
  Finding,
  Frame,
  FrameTypeName,
  HeaderField,
  HeaderRepresentation,
  Headers,
  HeadersCategory,
  Message,
  Setting,
  Side,
  StreamClosed,
  TraceEvent,
} from '../../src/trace/event.ts';

/** An event without its header. */
export type EventBody = { [K in EventKind]: { readonly kind: K } & Pick<EventBodies, K> }[EventKind];

/** 2026-11-21T01:42:47.123456Z in microseconds. */
export const START = Date.UTC(2026, 10, 21, 1, 42, 47, 123) * 1000 + 456;

/** Between two events of a script, in microseconds. */
const STEP = 250;

/** Events with running `seq` and `time`, as if all happened on connection `conn`, which opened with the first. */
export function stamp(bodies: readonly EventBody[], conn = 'c1', firstSeq = 1): TraceEvent[] {
  return bodies.map((body, n) => {
    const header: EventHeader = { seq: firstSeq + n, time: START + n * STEP, offsetMs: (n * STEP) / 1000, conn };
    return { ...header, ...body };
  });
}

const TYPE_CODES: { readonly [name in FrameTypeName]: number } = {
  DATA: 0x0,
  HEADERS: 0x1,
  PRIORITY: 0x2,
  RST_STREAM: 0x3,
  SETTINGS: 0x4,
  PUSH_PROMISE: 0x5,
  PING: 0x6,
  GOAWAY: 0x7,
  WINDOW_UPDATE: 0x8,
  CONTINUATION: 0x9,
  ALTSVC: 0xa,
  ORIGIN: 0xc,
  PRIORITY_UPDATE: 0x10,
  UNKNOWN: 0xfa,
};

const FLAG_BITS: { readonly [name: string]: number } = {
  END_STREAM: 0x1,
  ACK: 0x1,
  END_HEADERS: 0x4,
  PADDED: 0x8,
  PRIORITY: 0x20,
};

type FrameParts = Partial<Omit<Frame, 'from' | 'type' | 'streamId'>>;

/** A frame event; `typeCode` and `flagBits` follow from the names unless they are given. */
export function frame(from: Side, type: FrameTypeName, streamId: number, parts: FrameParts = {}): EventBody {
  const flags = parts.flags ?? [];
  const flagBits = flags.reduce((bits, flag) => bits | (FLAG_BITS[flag] ?? 0), 0);
  return {
    kind: 'frame',
    frame: { from, type, typeCode: TYPE_CODES[type], flags, flagBits, streamId, length: 0, ...parts },
  };
}

export function field(
  name: string,
  value: string,
  representation: HeaderRepresentation = 'LITERAL_INDEXED',
  index = 0,
): HeaderField {
  return { name, value, representation, index };
}

export function redactedField(name: string): HeaderField {
  return { name, value: '', redacted: true, representation: 'NEVER_INDEXED', index: 0 };
}

export function headers(category: HeadersCategory, fields: readonly HeaderField[], blockLength = 86): Headers {
  return { category, fields, blockLength, listSize: 310, tableSize: 245 };
}

export function setting(id: string, code: number, value: number): Setting {
  return { id, code, value };
}

export function message(from: Side, streamId: number, parts: Partial<Message> = {}): EventBody {
  return {
    kind: 'message',
    message: {
      from,
      streamId,
      index: 0,
      compressed: false,
      length: 7,
      firstFrame: 5,
      lastFrame: 5,
      preview: bytes('\n\u0005hello'),
      truncated: false,
      ...parts,
    },
  };
}

/** One byte per character of `latin1`. */
export function bytes(latin1: string): Uint8Array {
  return Uint8Array.from(latin1, (char) => char.charCodeAt(0));
}

export function connectionOpened(parts: Partial<ConnectionOpened> = {}): EventBody {
  return {
    kind: 'connectionOpened',
    connectionOpened: {
      listener: 'grpc',
      role: 'SERVER',
      protocol: 'h2c',
      peer: { address: '10.0.3.7', port: 44646 },
      local: { address: '10.0.9.2', port: 50051 },
      ...parts,
    },
  };
}

export function streamClosed(parts: Partial<StreamClosed> = {}): EventBody {
  return {
    kind: 'streamClosed',
    streamClosed: {
      streamId: 1,
      how: 'TRAILERS',
      endedBy: 'SERVER',
      stage: 'COMPLETE',
      origin: 'APPLICATION',
      originReason: 'the trailers carry grpc-status',
      retryReason: 'the response is complete: its status decides, and the application knows',
      durationMs: 1.25,
      request: { messages: 1, bytes: 12 },
      response: { messages: 1, bytes: 12 },
      ...parts,
    },
  };
}

export function finding(parts: Partial<Finding> = {}): EventBody {
  return {
    kind: 'finding',
    finding: {
      id: 'f1',
      rule: 'grpc-missing-status',
      severity: 'ERROR',
      title: 'The response ended without grpc-status',
      explanation:
        'The stream ended with END_STREAM on a DATA frame. A gRPC client reports this as UNKNOWN or INTERNAL.',
      advice: 'Look for a proxy that answers in place of the server, or that drops trailers.',
      evidence: [4, 9],
      spec: ['gRPC over HTTP/2, Responses'],
      count: 1,
      firstTime: START,
      lastTime: START,
      ...parts,
    },
  };
}

export function connectionClosed(parts: Partial<ConnectionClosed> = {}): EventBody {
  return {
    kind: 'connectionClosed',
    connectionClosed: {
      endedBy: 'CLIENT',
      how: 'RST',
      error: 'read ECONNRESET',
      frames: [
        { from: 'CLIENT', type: 'HEADERS', count: 2 },
        { from: 'SERVER', type: 'DATA', count: 1 },
      ],
      streams: 2,
      clientBytes: 18900,
      serverBytes: 214,
      ageMs: 1203.5,
      stage: 'ACTIVE',
      openStreams: 1,
      origin: 'INFRASTRUCTURE',
      originReason: 'reset with streams open and no GOAWAY: a crash, a kill, or a proxy or load balancer that cut it',
      ...parts,
    },
  };
}

/** A unary call that works: what most of a trace looks like. */
export function unaryCall(): EventBody[] {
  const path = '/sre.echo.v1.EchoService/Echo';
  return [
    frame('CLIENT', 'HEADERS', 1, {
      flags: ['END_HEADERS'],
      flagBits: 0x4,
      length: 86,
      headers: headers('REQUEST', [
        field(':method', 'POST', 'INDEXED', 3),
        field(':scheme', 'http', 'INDEXED', 6),
        field(':path', path, 'LITERAL_INDEXED', 4),
        field(':authority', 'echo.sre:50051', 'LITERAL_INDEXED', 1),
        field('content-type', 'application/grpc', 'LITERAL_INDEXED', 31),
        field('te', 'trailers'),
        redactedField('authorization'),
      ]),
    }),
    {
      kind: 'streamOpened',
      streamOpened: {
        streamId: 1,
        method: 'POST',
        path,
        authority: 'echo.sre:50051',
        rpc: { service: 'sre.echo.v1.EchoService', method: 'Echo' },
        timeoutMs: 1000,
      },
    },
    frame('CLIENT', 'DATA', 1, {
      flags: ['END_STREAM'],
      length: 12,
      data: { padding: 0, preview: bytes('\0\0\0\0\u0007\n\u0005hello'), truncated: false },
      window: { connection: 65523, stream: 65523 },
    }),
    message('CLIENT', 1, { json: { message: 'hello' } }),
    frame('SERVER', 'HEADERS', 1, {
      flags: ['END_HEADERS'],
      length: 14,
      headers: headers(
        'RESPONSE',
        [field(':status', '200', 'INDEXED', 8), field('content-type', 'application/grpc', 'LITERAL_INDEXED', 31)],
        14,
      ),
    }),
    frame('SERVER', 'DATA', 1, {
      length: 12,
      data: { padding: 0, preview: bytes('\0\0\0\0\u0007\n\u0005hello'), truncated: false },
      window: { connection: 65523, stream: 65523 },
    }),
    message('SERVER', 1, { firstFrame: 8, lastFrame: 8, json: { message: 'hello' } }),
    frame('SERVER', 'HEADERS', 1, {
      flags: ['END_STREAM', 'END_HEADERS'],
      length: 24,
      headers: headers('TRAILERS', [field('grpc-status', '0'), field('grpc-message', 'OK')], 24),
    }),
    streamClosed({
      httpStatus: 200,
      grpcStatus: { code: 0, name: 'OK', message: '' },
      retrySafe: false,
      firstByteMs: 0.75,
    }),
  ];
}

/** Frames that are not part of an ordinary call: one of every other type, and the ends of streams and connections. */
export function otherFrames(): EventBody[] {
  return [
    frame('CLIENT', 'SETTINGS', 0, {
      length: 18,
      settings: [
        setting('MAX_CONCURRENT_STREAMS', 3, 100),
        setting('INITIAL_WINDOW_SIZE', 4, 65535),
        setting('', 0x99, 7),
      ],
      window: { connection: 65535 },
    }),
    frame('SERVER', 'SETTINGS', 0, { flags: ['ACK'], settings: [], window: { connection: 65535 } }),
    frame('CLIENT', 'PING', 0, { length: 8, ping: { opaque: '0102030405ff4109', ack: false } }),
    frame('SERVER', 'PING', 0, {
      flags: ['ACK'],
      length: 8,
      ping: { opaque: '0102030405ff4109', ack: true, rttMs: 0.31 },
    }),
    frame('SERVER', 'WINDOW_UPDATE', 0, {
      length: 4,
      windowUpdate: { increment: 983041 },
      window: { connection: 1048564 },
    }),
    frame('CLIENT', 'WINDOW_UPDATE', 1, {
      length: 4,
      windowUpdate: { increment: 256 },
      window: { connection: 65535, stream: 65779 },
    }),
    frame('CLIENT', 'PRIORITY', 3, {
      length: 5,
      priority: { streamDependency: 1, exclusive: true, weight: 201 },
    }),
    frame('SERVER', 'PUSH_PROMISE', 1, {
      flags: ['END_HEADERS'],
      length: 24,
      pushPromise: { promisedStreamId: 2 },
      headers: headers('PUSH', [field(':path', '/style.css')], 20),
    }),
    frame('CLIENT', 'HEADERS', 5, {
      flags: ['END_STREAM', 'PRIORITY'],
      length: 16384,
      priority: { streamDependency: 0, exclusive: false, weight: 16 },
    }),
    frame('CLIENT', 'CONTINUATION', 5, {
      flags: ['END_HEADERS'],
      length: 2198,
      headers: {
        ...headers('REQUEST', [field(':method', 'GET'), field(':path', '/a')], 18577),
        incomplete: 'the list passed 65536 bytes',
      },
    }),
    frame('SERVER', 'ALTSVC', 0, { length: 20, altsvc: { origin: 'https://a', fieldValue: 'h3=":443"' } }),
    frame('SERVER', 'ORIGIN', 0, { length: 13, origin: { origins: ['https://b.test'] } }),
    frame('CLIENT', 'PRIORITY_UPDATE', 0, {
      length: 7,
      priorityUpdate: { prioritizedStreamId: 1, fieldValue: 'u=1' },
    }),
    frame('CLIENT', 'UNKNOWN', 0, {
      flags: ['0x2', '0x40'],
      flagBits: 0x42,
      length: 3,
      unknown: { preview: bytes('abc'), truncated: false },
    }),
    frame('CLIENT', 'RST_STREAM', 5, { length: 4, rstStream: { error: 'CANCEL', errorCode: 8 } }),
    frame('CLIENT', 'WINDOW_UPDATE', 7, {
      length: 4,
      windowUpdate: { increment: 0 },
      violation: {
        error: 'PROTOCOL_ERROR',
        errorCode: 1,
        scope: 'STREAM',
        reason: 'WINDOW_UPDATE with an increment of 0, expected 1 to 2147483647',
        spec: 'RFC 9113 §6.9',
      },
    }),
    frame('SERVER', 'GOAWAY', 0, {
      length: 22,
      goaway: { lastStreamId: 5, error: 'ENHANCE_YOUR_CALM', errorCode: 11, debug: 'too_many_pings' },
    }),
  ];
}

/** Every kind of event, every frame type, every optional property. */
export function sampleBodies(): EventBody[] {
  return [...unaryCall(), ...otherFrames(), ...otherBodies()];
}

/** What `unaryCall` and `otherFrames` leave: connections, HTTP/1.1, findings, a message of an unknown type. */
export function otherBodies(): EventBody[] {
  return [
    connectionOpened({
      protocol: 'h2',
      tls: {
        version: 'TLSv1.3',
        cipher: 'TLS_AES_256_GCM_SHA384',
        alpn: 'h2',
        sni: 'echo.sre',
        clientCertificate: 'CN=a',
      },
      proxyProtocol: {
        version: 2,
        source: { address: '2001:db8::7', port: 51234 },
        destination: { address: '2001:db8::1', port: 443 },
      },
      pairedConn: 'c2',
    }),
    message('CLIENT', 3, {
      index: 1,
      compressed: true,
      encoding: 'gzip',
      truncated: true,
      fields: [
        { number: 1, wireType: 'LEN', text: 'hello' },
        { number: 2, wireType: 'VARINT', varint: 150n },
        { number: 3, wireType: 'VARINT', varint: 2n ** 64n - 1n },
        { number: 4, wireType: 'LEN', message: [{ number: 1, wireType: 'I32', i32: 7 }] },
        { number: 5, wireType: 'LEN', bytes: bytes('\x00\xff') },
        { number: 6, wireType: 'I64', i64: 9n },
        { number: 7, wireType: 'GROUP', message: [] },
      ],
    }),
    streamClosed({
      streamId: 5,
      how: 'RST_STREAM',
      endedBy: 'CLIENT',
      stage: 'WAITING',
      error: 'CANCEL',
      errorCode: 8,
      origin: 'UNKNOWN',
      originReason: 'the client cancelled',
      retryReason: 'nobody can tell: the server may have worked on the request',
    }),
    ...http1Exchange(),
    finding({ streamId: 1 }),
    connectionClosed(),
    tlsToClearText(),
    {
      kind: 'traceLost',
      traceLost: { reason: 'HPACK decoding failed', from: 'CLIENT', dropped: 0, firstSeq: 40, lastSeq: 41 },
    },
  ];
}

/** A TLS client at a port in clear text, whose server answers with an alert. */
function tlsToClearText(): EventBody {
  return connectionClosed({
    how: 'FIN',
    error: 'the client spoke no HTTP/2',
    frames: [],
    streams: 0,
    stage: 'OPENING',
    openStreams: 0,
    originReason: 'the client spoke another protocol: a wrong port or scheme, or TLS on one side only',
    firstBytes: [
      { from: 'CLIENT', looksLike: 'TLS_HANDSHAKE' },
      { from: 'SERVER', looksLike: 'TLS_ALERT', tlsAlert: 120 },
    ],
    clientHello: { sni: 'echo.sre', alpn: ['h2', 'http/1.1'] },
  });
}

function http1Exchange(): EventBody[] {
  return [
    {
      kind: 'http1',
      http1: {
        from: 'CLIENT',
        stage: 'HEAD',
        index: 0,
        startLine: 'GET /healthz HTTP/1.1',
        fields: [
          { name: 'Host', value: 'echo.sre', redacted: false },
          { name: 'Cookie', value: '', redacted: true },
        ],
      },
    },
    {
      kind: 'http1',
      http1: {
        from: 'SERVER',
        stage: 'END',
        index: 0,
        startLine: 'HTTP/1.1 200 OK',
        bodyLength: 3,
        trailers: [{ name: 'X-Checksum', value: '9a', redacted: false }],
      },
    },
  ];
}
