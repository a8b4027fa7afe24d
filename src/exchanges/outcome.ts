import type { Exchange, ExchangeEnd } from './exchange.ts';

/**
 * Statuses that say that the server failed, and not that the client asked for what it could not have. The table is that of
 * OpenTelemetry's semantic conventions for the spans of gRPC servers; codes that gRPC does not know count as UNKNOWN, which is in it.
 */
const SERVER_FAULTS: ReadonlySet<number> = new Set([
  2, // UNKNOWN
  4, // DEADLINE_EXCEEDED
  12, // UNIMPLEMENTED
  13, // INTERNAL
  14, // UNAVAILABLE
  15, // DATA_LOSS
]);

const HIGHEST_CODE = 16;

/** RFC 9113 §7: what a server says that needs no more of a request whose answer is complete. */
const NO_ERROR = 0;

/** @returns whether it failed, and not for a reason that lies with its client */
export function isServerFault(
  { rpc }: Exchange,
  { how, endedBy, errorCode, grpcStatus, httpStatus }: ExchangeEnd,
): boolean {
  if (grpcStatus !== undefined) return SERVER_FAULTS.has(grpcStatus.code) || grpcStatus.code > HIGHEST_CODE;
  switch (how) {
    case 'CONNECTION_CLOSED':
      return endedBy === 'SERVER';
    case 'RST_STREAM':
      return endedBy === 'SERVER' && errorCode !== NO_ERROR;
    case 'TRAILERS':
    case 'TRAILERS_ONLY':
    case 'END_STREAM_WITHOUT_TRAILERS':
      // A call without a status is one that its client reports as UNKNOWN.
      return rpc !== undefined || (httpStatus !== undefined && httpStatus >= 500);
  }
}
