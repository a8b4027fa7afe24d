/**
 * The values of labels that are words of the trace, written as in its events, so that what a metric shows can be put
 * into a filter. As tables value → index, which the compiler holds complete.
 */

import type {
  ConnectionEnd,
  ConnectionProtocol,
  ErrorOrigin,
  EventKind,
  FrameTypeName,
  ListenerName,
  Side,
  StreamEnd,
} from '../../trace/event.ts';

type Indexes<Value extends string> = { readonly [value in Value]: number };

/** A label and all its values, in the order of their indexes. */
export interface Domain {
  readonly label: string;
  readonly values: readonly string[];
}

/** @param indexes 0, 1, 2, … in this order */
export function domain(label: string, indexes: Indexes<string>): Domain {
  return { label, values: Object.keys(indexes) };
}

export const SIDE: Indexes<Side> = { CLIENT: 0, SERVER: 1 };

export const EVENT_KIND: Indexes<EventKind> = {
  connectionOpened: 0,
  frame: 1,
  message: 2,
  streamOpened: 3,
  streamClosed: 4,
  http1: 5,
  finding: 6,
  connectionClosed: 7,
  traceLost: 8,
};

export const FRAME_TYPE: Indexes<FrameTypeName> = {
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
  ALTSVC: 10,
  ORIGIN: 11,
  PRIORITY_UPDATE: 12,
  UNKNOWN: 13,
};

export const LISTENER: Indexes<ListenerName> = { grpc: 0, http: 1, admin: 2, proxy: 3, probe: 4 };

export const PROTOCOL: Indexes<ConnectionProtocol> = { h2: 0, h2c: 1, 'http/1.1': 2, tls: 3, unknown: 4 };

export const STREAM_END: Indexes<StreamEnd> = {
  TRAILERS: 0,
  TRAILERS_ONLY: 1,
  END_STREAM_WITHOUT_TRAILERS: 2,
  RST_STREAM: 3,
  CONNECTION_CLOSED: 4,
};

export const ORIGIN: Indexes<ErrorOrigin> = { APPLICATION: 0, INFRASTRUCTURE: 1, UNKNOWN: 2 };

export const CONNECTION_END: Indexes<ConnectionEnd> = { FIN: 0, RST: 1, GOAWAY: 2, LOCAL: 3 };

/** `none`: we cut it ourselves. */
export const ENDED_BY: Indexes<Side | 'none'> = { ...SIDE, none: 2 };

/** The sender waits for credit of its connection, or of one stream. */
export const WINDOW_SCOPE: Indexes<'connection' | 'stream'> = { connection: 0, stream: 1 };

/** RFC 9113 §7; the index is the code. Peers may send any of 2^32 codes, so others share one name. */
const ERROR_NAMES = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

export const ERROR_DOMAIN: Domain = { label: 'code', values: [...ERROR_NAMES, 'unknown'] };

/** @returns the index in ERROR_DOMAIN */
export function errorIndex(code: number): number {
  return code < ERROR_NAMES.length ? code : ERROR_NAMES.length;
}
