/** The `grpc_code` of a call that ended, in the words of grpc-go, which dashboards for these metrics have. */

import type { ExchangeEnd } from '../../exchanges/exchange.ts';
import { type Domain, errorIndex } from './vocabulary.ts';

const CODES = [
  'OK',
  'Canceled',
  'Unknown',
  'InvalidArgument',
  'DeadlineExceeded',
  'NotFound',
  'AlreadyExists',
  'PermissionDenied',
  'ResourceExhausted',
  'FailedPrecondition',
  'Aborted',
  'OutOfRange',
  'Unimplemented',
  'Internal',
  'Unavailable',
  'DataLoss',
  'Unauthenticated',
] as const;

type CodeName = (typeof CODES)[number];

/** The index is the code of `grpc-status`. */
export const GRPC_CODE: Domain = { label: 'grpc_code', values: CODES };

/** gRPC http-grpc-status-mapping.md; all others are Unknown, a good reply without a status too. */
const BY_HTTP_STATUS: ReadonlyMap<number, CodeName> = new Map([
  [400, 'Internal'],
  [401, 'Unauthenticated'],
  [403, 'PermissionDenied'],
  [404, 'Unimplemented'],
  [429, 'Unavailable'],
  [431, 'Internal'],
  [502, 'Unavailable'],
  [503, 'Unavailable'],
  [504, 'Unavailable'],
]);

/**
 * gRPC PROTOCOL-HTTP2, Errors; the index is the code. It has no row for 5 and 13: they are as in grpc-js and grpc-go.
 */
const BY_RST_STREAM: readonly CodeName[] = [
  'Internal',
  'Internal',
  'Internal',
  'Internal',
  'Internal',
  'Internal', // STREAM_CLOSED
  'Internal',
  'Unavailable', // REFUSED_STREAM
  'Canceled', // CANCEL
  'Internal',
  'Internal',
  'ResourceExhausted', // ENHANCE_YOUR_CALM
  'PermissionDenied', // INADEQUATE_SECURITY
  'Internal', // HTTP_1_1_REQUIRED
  'Unknown',
];

/**
 * @returns its index in GRPC_CODE: that of `grpc-status` where one came, else of what gRPC makes of the end; codes
 * without a name are Unknown
 */
export function grpcCodeIndex(end: ExchangeEnd): number {
  const code = end.grpcStatus?.code;
  if (code !== undefined && code < CODES.length) return code;
  return CODES.indexOf(code === undefined ? codeWithoutStatus(end) : 'Unknown');
}

function codeWithoutStatus({ how, errorCode, httpStatus }: ExchangeEnd): CodeName {
  switch (how) {
    case 'CONNECTION_CLOSED':
      return 'Unavailable';
    case 'RST_STREAM':
      return BY_RST_STREAM[errorIndex(errorCode ?? Number.POSITIVE_INFINITY)] ?? 'Unknown';
    case 'TRAILERS':
    case 'TRAILERS_ONLY':
    case 'END_STREAM_WITHOUT_TRAILERS':
      return BY_HTTP_STATUS.get(httpStatus ?? 200) ?? 'Unknown';
  }
}
