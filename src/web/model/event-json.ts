/** An event from its JSON: the inverse of formats/json.ts. It runs for each event that comes to the page, thousands a second. */

import type {
  Data,
  EventBodies,
  EventKind,
  Finding,
  Frame,
  Message,
  ProtobufField,
  TraceEvent,
  UnknownPayload,
} from '../../trace/event.ts';
import { base64Bytes } from './base64-bytes.ts';
import { BODY_CHECKS } from './event-checks.ts';

const KINDS = Object.keys(BODY_CHECKS) as readonly EventKind[];

/** As they are read: bytes are base64, 64-bit numbers decimal where they are no safe integers, times RFC 3339. */
type RawData = Omit<Data, 'preview'> & { readonly preview: string };
type RawUnknown = Omit<UnknownPayload, 'preview'> & { readonly preview: string };
type RawFrame = Omit<Frame, 'data' | 'unknown'> & { readonly data?: RawData; readonly unknown?: RawUnknown };
type RawFinding = Omit<Finding, 'firstTime' | 'lastTime'> & { readonly firstTime: string; readonly lastTime: string };
type RawMessage = Omit<Message, 'preview' | 'fields'> & {
  readonly preview: string;
  readonly fields?: readonly RawField[];
};
type RawField = Omit<ProtobufField, 'varint' | 'i64' | 'bytes' | 'message'> & {
  readonly varint?: number | string;
  readonly i64?: number | string;
  readonly bytes?: string;
  readonly message?: readonly RawField[];
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** @returns undefined where it is no event. Never throws. What it does not change is shared with `json` */
export function eventOf(json: unknown): TraceEvent | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const raw = json as { readonly [key: string]: unknown };
  const { seq, offsetMs, conn } = raw;
  const time = typeof raw.time === 'string' ? microseconds(raw.time) : undefined;
  if (!Number.isSafeInteger(seq) || time === undefined) return undefined;
  if (!Number.isFinite(offsetMs) || typeof conn !== 'string') return undefined;
  const kind = kindOf(raw);
  if (kind === undefined) return undefined;
  const body = bodyOf(kind, raw[kind]);
  // bodyOf has checked the shape of this kind; the compiler does not follow a computed key.
  return body && ({ seq, time, offsetMs, conn, kind, [kind]: body } as unknown as TraceEvent);
}

/** @param line of NDJSON */
export function eventOfLine(line: string): TraceEvent | undefined {
  try {
    return eventOf(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function kindOf(raw: { readonly [key: string]: unknown }): EventKind | undefined {
  for (const kind of KINDS) if (raw[kind] !== undefined) return kind;
  return undefined;
}

function bodyOf(kind: EventKind, raw: unknown): EventBodies[EventKind] | undefined {
  if (!BODY_CHECKS[kind](raw)) return undefined;
  switch (kind) {
    case 'frame':
      return frameOf(raw as RawFrame);
    case 'message':
      return messageOf(raw as RawMessage);
    case 'finding':
      return findingOf(raw as RawFinding);
    default:
      return raw as EventBodies[typeof kind];
  }
}

function frameOf(raw: RawFrame): Frame {
  const { data, unknown } = raw;
  // A wider type and not `...rest`, which makes a slow object of every frame: formats/json.ts.
  const rest: Omit<RawFrame, 'data' | 'unknown'> = raw;
  if (data !== undefined) return { ...rest, data: { ...data, preview: base64Bytes(data.preview) } };
  if (unknown !== undefined) return { ...rest, unknown: { ...unknown, preview: base64Bytes(unknown.preview) } };
  return rest;
}

function messageOf(raw: RawMessage): Message {
  const rest: Omit<RawMessage, 'preview' | 'fields'> = raw;
  const preview = base64Bytes(raw.preview);
  return raw.fields === undefined ? { ...rest, preview } : { ...rest, preview, fields: raw.fields.map(fieldOf) };
}

function fieldOf({ number, wireType, varint, i64, i32, text, message, bytes }: RawField): ProtobufField {
  const field: Writable<ProtobufField> = { number, wireType };
  if (varint !== undefined) field.varint = BigInt(varint);
  if (i64 !== undefined) field.i64 = BigInt(i64);
  if (i32 !== undefined) field.i32 = i32;
  if (text !== undefined) field.text = text;
  if (message !== undefined) field.message = message.map(fieldOf);
  if (bytes !== undefined) field.bytes = base64Bytes(bytes);
  return field;
}

function findingOf(raw: RawFinding): Finding | undefined {
  const firstTime = microseconds(raw.firstTime);
  const lastTime = microseconds(raw.lastTime);
  return firstTime === undefined || lastTime === undefined ? undefined : { ...raw, firstTime, lastTime };
}

/** "2026-11-21T01:42:47.123456Z", as formats/time.ts writes it. */
const LENGTH = 27;
const SECOND_LENGTH = 'YYYY-MM-DDTHH:MM:SS'.length;

/** Events of one second follow each other: its date is computed once. */
let lastSecond = ' ';
let lastSecondTime = 0;

/** @param text RFC 3339. @returns undefined where it is none */
function microseconds(text: string): number | undefined {
  if (text.length !== LENGTH || !text.endsWith('Z')) return anyTime(text);
  if (!text.startsWith(lastSecond)) {
    const second = text.slice(0, SECOND_LENGTH);
    const time = anyTime(`${second}Z`);
    if (time === undefined) return undefined;
    lastSecond = second;
    lastSecondTime = time;
  }
  const fraction = text.slice(SECOND_LENGTH, -1);
  return /^\.\d{6}$/.test(fraction) ? lastSecondTime + Number(fraction.slice(1)) : anyTime(text);
}

const RFC_3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

function anyTime(text: string): number | undefined {
  const [, second = '', fraction = '', zone = ''] = RFC_3339.exec(text) ?? [];
  const milliseconds = Date.parse(second + zone);
  if (Number.isNaN(milliseconds)) return undefined;
  return milliseconds * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}
