/** The status of a call: its codes (gRPC statuscodes.md), and the `grpc-status` field (gRPC PROTOCOL-HTTP2, Status). */

/** Name → code. Only these are registered; others appear on the wire all the same. */
export const STATUS = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

export type StatusName = keyof typeof STATUS;

/** Why a `grpc-status` value is not what PROTOCOL-HTTP2 asks for. Clients differ in what they make of it, mostly UNKNOWN. */
export type StatusDefect = 'LEADING_ZEROS' | 'NOT_REGISTERED' | 'NOT_DIGITS';

export interface ParsedStatus {
  /** Absent where the value is no number, or one above MAX_CODE. */
  readonly code?: number;
  /** "" where the code has none. */
  readonly name: StatusName | '';
  readonly defect?: StatusDefect;
}

/** Codes are 32-bit integers in every implementation. */
const MAX_CODE = 0x7fffffff;

const CODES: ReadonlyMap<string, number> = new Map(Object.entries(STATUS));
const NAMES: readonly StatusName[] = namesByCode();

/** What every well-formed value parses to, made once: nearly all calls end with one of these. */
const WELL_FORMED: ReadonlyMap<string, ParsedStatus> = new Map(
  NAMES.map((name, code) => [String(code), { code, name }]),
);

/** @returns "" for codes that are not registered */
export function statusName(code: number): StatusName | '' {
  return NAMES[code] ?? '';
}

/** @returns the code of a name in upper case, undefined where there is none */
export function statusCode(name: string): number | undefined {
  return CODES.get(name);
}

/** @param value of `grpc-status`, as sent: "a decimal-encoded integer as an ASCII string, without any leading zeros" */
export function parseStatus(value: string): ParsedStatus {
  return WELL_FORMED.get(value) ?? parseOddStatus(value);
}

function parseOddStatus(value: string): ParsedStatus {
  if (!/^[0-9]+$/.test(value)) return { name: '', defect: 'NOT_DIGITS' };
  const code = Number(value);
  if (code > MAX_CODE) return { name: '', defect: 'NOT_REGISTERED' };
  const name = statusName(code);
  return { code, name, defect: name === '' ? 'NOT_REGISTERED' : 'LEADING_ZEROS' };
}

function namesByCode(): StatusName[] {
  const names: StatusName[] = [];
  for (const [name, code] of Object.entries(STATUS)) names[code] = name as StatusName;
  return names;
}
