/** The variables of filters: an event as its JSON has it (formats/json.ts). */

import type {
  Address,
  EventBodies,
  EventKind,
  Frame,
  Headers,
  Http1Field,
  ProtobufField,
  Rpc,
  Transfer,
} from '../trace/event.ts';
import type { Shape, ShapeOf } from './shape.ts';

const address: ShapeOf<Address> = { object: { address: 'string', port: 'int' } };
const rpc: ShapeOf<Rpc> = { object: { service: 'string', method: 'string' } };
const transfer: ShapeOf<Transfer> = { object: { messages: 'int', bytes: 'int' } };
const strings = { list: 'string' } as const;

const http1Fields: ShapeOf<readonly Http1Field[]> = {
  list: { object: { name: 'string', value: 'string', redacted: 'bool' } },
};

const headers: ShapeOf<Headers> = {
  object: {
    category: 'string',
    fields: {
      list: {
        object: { name: 'string', value: 'string', redacted: 'flag', representation: 'string', index: 'int' },
      },
    },
    blockLength: 'int',
    listSize: 'int',
    tableSize: 'int',
    incomplete: 'string',
  },
};

const protobufFields: ShapeOf<readonly ProtobufField[]> = {
  list: {
    object: {
      number: 'int',
      wireType: 'string',
      varint: 'int',
      i64: 'int',
      i32: 'int',
      text: 'string',
      bytes: 'base64',
      // A message within the message.
      get message() {
        return protobufFields;
      },
    },
  },
};

const frame: ShapeOf<Frame> = {
  object: {
    from: 'string',
    type: 'string',
    typeCode: 'int',
    flags: strings,
    flagBits: 'int',
    streamId: 'int',
    length: 'int',
    headers,
    data: { object: { padding: 'int', preview: 'base64', truncated: 'bool' } },
    settings: { list: { object: { id: 'string', code: 'int', value: 'int' } } },
    ping: { object: { opaque: 'string', ack: 'bool', rttMs: 'double' } },
    goaway: { object: { lastStreamId: 'int', error: 'string', errorCode: 'int', debug: 'string' } },
    rstStream: { object: { error: 'string', errorCode: 'int' } },
    windowUpdate: { object: { increment: 'int' } },
    priority: { object: { streamDependency: 'int', exclusive: 'bool', weight: 'int' } },
    pushPromise: { object: { promisedStreamId: 'int' } },
    altsvc: { object: { origin: 'string', fieldValue: 'string' } },
    origin: { object: { origins: strings } },
    priorityUpdate: { object: { prioritizedStreamId: 'int', fieldValue: 'string' } },
    unknown: { object: { preview: 'base64', truncated: 'bool' } },
    window: { object: { connection: 'int', stream: 'int' } },
    violation: { object: { error: 'string', errorCode: 'int', scope: 'string', reason: 'string', spec: 'string' } },
  },
};

const BODIES: { readonly [K in EventKind]: ShapeOf<EventBodies[K]> } = {
  connectionOpened: {
    object: {
      listener: 'string',
      role: 'string',
      protocol: 'string',
      peer: address,
      local: address,
      tls: {
        object: { version: 'string', cipher: 'string', alpn: 'string', sni: 'string', clientCertificate: 'string' },
      },
      proxyProtocol: { object: { version: 'int', source: address, destination: address } },
      pairedConn: 'string',
    },
  },
  frame,
  message: {
    object: {
      from: 'string',
      streamId: 'int',
      rpc,
      index: 'int',
      compressed: 'bool',
      encoding: 'string',
      length: 'int',
      firstFrame: 'int',
      lastFrame: 'int',
      preview: 'base64',
      truncated: 'bool',
      json: 'json',
      fields: protobufFields,
    },
  },
  streamOpened: {
    object: { streamId: 'int', method: 'string', path: 'string', authority: 'string', rpc, timeoutMs: 'double' },
  },
  streamClosed: {
    object: {
      streamId: 'int',
      how: 'string',
      endedBy: 'string',
      stage: 'string',
      error: 'string',
      errorCode: 'int',
      httpStatus: 'int',
      grpcStatus: { object: { code: 'int', name: 'string', message: 'string' } },
      origin: 'string',
      originReason: 'string',
      retrySafe: 'bool',
      retryReason: 'string',
      durationMs: 'double',
      firstByteMs: 'double',
      request: transfer,
      response: transfer,
    },
  },
  http1: {
    object: {
      from: 'string',
      stage: 'string',
      index: 'int',
      startLine: 'string',
      fields: http1Fields,
      bodyLength: 'int',
      trailers: http1Fields,
    },
  },
  finding: {
    object: {
      id: 'string',
      rule: 'string',
      severity: 'string',
      title: 'string',
      explanation: 'string',
      advice: 'string',
      streamId: 'int',
      evidence: { list: 'int' },
      spec: strings,
      count: 'int',
      firstTime: 'timestamp',
      lastTime: 'timestamp',
    },
  },
  connectionClosed: {
    object: {
      endedBy: 'string',
      how: 'string',
      error: 'string',
      frames: { list: { object: { from: 'string', type: 'string', count: 'int' } } },
      streams: 'int',
      clientBytes: 'int',
      serverBytes: 'int',
      ageMs: 'double',
      stage: 'string',
      openStreams: 'int',
      origin: 'string',
      originReason: 'string',
      firstBytes: { list: { object: { from: 'string', looksLike: 'string', tlsAlert: 'int' } } },
      clientHello: { object: { sni: 'string', alpn: strings } },
    },
  },
  traceLost: { object: { reason: 'string', from: 'string', dropped: 'int', firstSeq: 'int', lastSeq: 'int' } },
};

export const KINDS = Object.keys(BODIES) as readonly EventKind[];

/** By name. Those of the bodies are there on events of their kind only. */
export const VARIABLES: { readonly [name: string]: Shape } = {
  seq: 'int',
  time: 'timestamp',
  offsetMs: 'double',
  conn: 'string',
  kind: 'string',
  ...BODIES,
};

export function isKind(name: string): name is EventKind {
  return Object.hasOwn(BODIES, name);
}
