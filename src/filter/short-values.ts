/** The values of short forms: what people type → a literal of CEL. */

import type { FrameTypeName, ListenerName } from '../trace/event.ts';
import { KINDS } from './event-shape.ts';
import { celString } from './quote.ts';

export interface ValueForm {
  /** Which values there are, for docs and messages. */
  readonly expected: string;
  /** All there are, where they can be listed. */
  readonly names?: readonly string[];
  /** @returns a literal of CEL; undefined where the value is none of these */
  read(value: string): string | undefined;
}

const FRAME_TYPES: { readonly [name in FrameTypeName]: true } = {
  DATA: true,
  HEADERS: true,
  PRIORITY: true,
  RST_STREAM: true,
  SETTINGS: true,
  PUSH_PROMISE: true,
  PING: true,
  GOAWAY: true,
  WINDOW_UPDATE: true,
  CONTINUATION: true,
  ALTSVC: true,
  ORIGIN: true,
  PRIORITY_UPDATE: true,
  UNKNOWN: true,
};

const LISTENERS: { readonly [name in ListenerName]: true } = {
  grpc: true,
  http: true,
  admin: true,
  proxy: true,
  probe: true,
};

/** By code, https://grpc.io/docs/guides/status-codes/. */
const GRPC_STATUS = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/** RFC 9113 §7. */
const ERROR_CODES = [
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
];

export const FRAME_TYPE = oneOf(Object.keys(FRAME_TYPES));
export const SIDE = oneOf(['CLIENT', 'SERVER']);
export const KIND = oneOf(KINDS);
export const LISTENER = oneOf(Object.keys(LISTENERS));
export const ORIGIN = oneOf(['APPLICATION', 'INFRASTRUCTURE', 'UNKNOWN']);
export const SEVERITY = oneOf(['INFO', 'WARNING', 'ERROR']);
export const ERROR_CODE = oneOf(ERROR_CODES);

export const NUMBER: ValueForm = {
  expected: 'a whole number',
  read: (value) => (/^\d{1,15}$/.test(value) ? String(Number(value)) : undefined),
};

export const CONN: ValueForm = {
  expected: 'the id of a connection, for example c3',
  read: (value) => (/^c?\d{1,15}$/i.test(value) ? celString(`c${value.replace(/^c/i, '')}`) : undefined),
};

export const GRPC_CODE: ValueForm = {
  expected: `0 to ${GRPC_STATUS.length - 1} or a name, for example UNAVAILABLE`,
  names: GRPC_STATUS,
  read(value) {
    const code = /^\d{1,2}$/.test(value) ? Number(value) : GRPC_STATUS.indexOf(asName(value));
    return code in GRPC_STATUS ? String(code) : undefined;
  },
};

export const HTTP_STATUS: ValueForm = {
  expected: '100 to 599',
  read: (value) => (/^[1-5]\d\d$/.test(value) ? value : undefined),
};

export const TEXT: ValueForm = {
  expected: 'a text, in "…" where it has blanks',
  read: (value) => (value === '' ? undefined : celString(value)),
};

export const HEADER: ValueForm = {
  expected: 'the name of a header field, or name=value; the value in "…" where it has blanks',
  read: (value) => (TOKEN.test(headerOf(value).name) ? '' : undefined),
};

/** RFC 9110 §5.6.2, and the colon of pseudo-header fields. */
const TOKEN = /^:?[!#$%&'*+\-.^_`|~\w]+$/;

/** `x-request-id=abc`; without `=` any value will do. */
export function headerOf(field: string): { readonly name: string; readonly value: string | undefined } {
  const [, name = field, value] = /^([^=]*)=(.*)$/s.exec(field) ?? [];
  return { name, value };
}

function oneOf(names: readonly string[]): ValueForm {
  return {
    expected: names.join(', '),
    names,
    read(value) {
      const found = names.find((name) => asName(name) === asName(value));
      return found === undefined ? undefined : celString(found);
    },
  };
}

/** Nobody who types knows whether it is rst_stream, RST-STREAM or RST_STREAM. */
function asName(text: string): string {
  return text.toUpperCase().replaceAll('-', '_');
}
