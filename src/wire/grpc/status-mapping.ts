/** What a client reports where no `grpc-status` came: the status it makes of an HTTP status or of an RST_STREAM. */

import { STATUS } from './status.ts';

export interface StatusMapping {
  /** Absent where the source defines none. */
  readonly code?: number;
  /** Where the source says more than the code, or implementations do otherwise. */
  readonly note?: string;
}

const UNKNOWN: StatusMapping = { code: STATUS.UNKNOWN };
const INTERNAL: StatusMapping = { code: STATUS.INTERNAL };
const UNAVAILABLE: StatusMapping = { code: STATUS.UNAVAILABLE };
const UNMAPPED: StatusMapping = {};

/** gRPC http-grpc-status-mapping.md; "all other codes" are UNKNOWN. */
const BY_HTTP_STATUS: ReadonlyMap<number, StatusMapping> = new Map([
  [
    200,
    { code: STATUS.UNKNOWN, note: 'a good reply has a grpc-status; grpc-js reports INTERNAL where it ends with DATA' },
  ],
  [400, INTERNAL],
  [401, { code: STATUS.UNAUTHENTICATED }],
  [403, { code: STATUS.PERMISSION_DENIED }],
  [404, { code: STATUS.UNIMPLEMENTED }],
  [429, UNAVAILABLE],
  [431, { code: STATUS.INTERNAL, note: 'grpc-js has no row for 431 and reports UNKNOWN' }],
  [502, UNAVAILABLE],
  [503, UNAVAILABLE],
  [504, UNAVAILABLE],
]);

/** gRPC PROTOCOL-HTTP2, Errors; the index is the error code of RFC 9113 §7. */
const BY_RST_STREAM: readonly StatusMapping[] = [
  { code: STATUS.INTERNAL, note: 'NO_ERROR, but a good reply has a grpc-status' },
  INTERNAL, // PROTOCOL_ERROR
  INTERNAL, // INTERNAL_ERROR
  INTERNAL, // FLOW_CONTROL_ERROR
  INTERNAL, // SETTINGS_TIMEOUT
  { note: 'STREAM_CLOSED has no mapping: there is no open stream to tell; grpc-js reports INTERNAL' },
  INTERNAL, // FRAME_SIZE_ERROR
  { code: STATUS.UNAVAILABLE, note: 'REFUSED_STREAM: nothing was processed, a retry is safe' },
  { code: STATUS.CANCELLED, note: 'CANCEL from a client ends the call, whose own status the client makes itself' },
  INTERNAL, // COMPRESSION_ERROR
  INTERNAL, // CONNECT_ERROR
  { code: STATUS.RESOURCE_EXHAUSTED, note: 'ENHANCE_YOUR_CALM: the exhausted resource is bandwidth' },
  { code: STATUS.PERMISSION_DENIED, note: 'INADEQUATE_SECURITY: the protocol is not secure enough for the call' },
  { note: 'HTTP_1_1_REQUIRED is not in the table; grpc-js reports INTERNAL' },
];

/**
 * For a response without `grpc-status` only: where there is one, it counts.
 *
 * @returns no code for 1xx, which are not the response yet (RFC 9113 §8.1)
 */
export function statusOfHttpStatus(httpStatus: number): StatusMapping {
  if (httpStatus >= 100 && httpStatus < 200) return UNMAPPED;
  return BY_HTTP_STATUS.get(httpStatus) ?? UNKNOWN;
}

/** @param errorCode of an RST_STREAM that came before any `grpc-status` */
export function statusOfRstStream(errorCode: number): StatusMapping {
  return BY_RST_STREAM[errorCode] ?? UNMAPPED;
}
