import { STATUS, statusCode, statusName } from '../wire/grpc/status.ts';
import type { Piece } from './piece.ts';
import { refuse } from './refusal.ts';

/** Interim responses, 1xx, are no answer. */
export const MIN_HTTP_STATUS = 200;
export const MAX_HTTP_STATUS = 599;

const MAX_GRPC_STATUS = Math.max(...Object.values(STATUS));

const GRPC_RANGE = `a gRPC status by name or number (0 to ${MAX_GRPC_STATUS})`;

export interface NamedStatus {
  readonly kind: 'GRPC' | 'HTTP';
  readonly code: number;
  /** As people say it: UNAVAILABLE, 503. */
  readonly name: string;
}

/** @throws Refusal where it is the status of neither protocol */
export function anyStatus(piece: Piece): NamedStatus {
  const grpc = grpcCode(piece.text);
  if (grpc !== undefined) return { kind: 'GRPC', code: grpc, name: statusName(grpc) };
  const http = /^\d{3}$/.test(piece.text) ? Number(piece.text) : 0;
  if (http >= MIN_HTTP_STATUS && http <= MAX_HTTP_STATUS) return { kind: 'HTTP', code: http, name: String(http) };
  return refuse(piece, `${GRPC_RANGE}, or one of HTTP (${MIN_HTTP_STATUS} to ${MAX_HTTP_STATUS})`);
}

/** @throws Refusal */
export function grpcStatus(piece: Piece): NamedStatus {
  const code = grpcCode(piece.text);
  return code === undefined ? refuse(piece, GRPC_RANGE) : { kind: 'GRPC', code, name: statusName(code) };
}

function grpcCode(text: string): number | undefined {
  if (!/^\d{1,2}$/.test(text)) return statusCode(text.toUpperCase());
  return Number(text) <= MAX_GRPC_STATUS ? Number(text) : undefined;
}
