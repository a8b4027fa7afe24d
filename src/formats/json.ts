/**
 * The NDJSON, WebSocket and REST shape of an event: its proto3 JSON, with 64-bit numbers as JSON numbers where they are safe
 * integers. The schema is protos/sre/trace/v1/trace.proto.
 */

import type {
  EventBodies,
  EventKind,
  Finding,
  Frame,
  JsonValue,
  Message,
  ProtobufField,
  TraceEvent,
} from '../trace/event.ts';
import { base64 } from './base64.ts';
import { printableJson } from './escape.ts';
import { rfc3339 } from './time.ts';

/** `T` as proto3 JSON has it: bytes are base64, 64-bit integers numbers or decimal strings, what is not there is absent. */
type Json<T> = T extends Uint8Array
  ? string
  : T extends bigint
    ? number | string
    : T extends readonly (infer Item)[]
      ? readonly Json<Item>[]
      : T extends object
        ? { readonly [K in keyof T]: Json<Exclude<T[K], undefined>> }
        : T;

/** `firstTime` and `lastTime` as RFC 3339. */
type FindingJson = Omit<Finding, 'firstTime' | 'lastTime'> & { readonly firstTime: string; readonly lastTime: string };

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** One line of NDJSON, without the line feed, safe to print on a terminal. */
export function formatJson(event: TraceEvent): string {
  return printableJson(JSON.stringify(toJson(event)));
}

/** The same as a value: what filters evaluate. Parts that are JSON already are shared with the event, not copied. */
export function toJson(event: TraceEvent): { readonly [key: string]: JsonValue } {
  return {
    seq: event.seq,
    time: rfc3339(event.time),
    offsetMs: Math.round(event.offsetMs * 1000) / 1000,
    conn: event.conn,
    [event.kind]: bodyJson(event),
  };
}

/** Frames and messages hold bytes or bigints, and findings times; the other bodies are JSON as they are. */
function bodyJson(event: TraceEvent): Json<EventBodies[EventKind]> | FindingJson {
  switch (event.kind) {
    case 'connectionOpened':
      return event.connectionOpened;
    case 'frame':
      return frameJson(event.frame);
    case 'message':
      return messageJson(event.message);
    case 'streamOpened':
      return event.streamOpened;
    case 'streamClosed':
      return event.streamClosed;
    case 'http1':
      return event.http1;
    case 'finding':
      return findingJson(event.finding);
    case 'connectionClosed':
      return event.connectionClosed;
    case 'traceLost':
      return event.traceLost;
  }
}

function frameJson(frame: Frame): Json<Frame> {
  const { data, unknown } = frame;
  // A wider type and not `...rest`, which makes a slow object of every frame (twice the time of the whole line).
  const rest: Omit<Frame, 'data' | 'unknown'> = frame;
  if (data !== undefined) return { ...rest, data: { ...data, preview: base64(data.preview) } };
  if (unknown !== undefined) return { ...rest, unknown: { ...unknown, preview: base64(unknown.preview) } };
  return rest;
}

/** Property by property: `json` and `fields` are computed when they are read, and need not be own properties. */
function messageJson(message: Message): Json<Message> {
  const { rpc, encoding, json, fields } = message;
  const out: Writable<Json<Message>> = {
    from: message.from,
    streamId: message.streamId,
    index: message.index,
    compressed: message.compressed,
    length: message.length,
    firstFrame: message.firstFrame,
    lastFrame: message.lastFrame,
    preview: base64(message.preview),
    truncated: message.truncated,
  };
  if (rpc !== undefined) out.rpc = rpc;
  if (encoding !== undefined) out.encoding = encoding;
  if (json !== undefined) out.json = json;
  if (fields !== undefined) out.fields = fields.map(fieldJson);
  return out;
}

export function findingJson(finding: Finding): FindingJson {
  return { ...finding, firstTime: rfc3339(finding.firstTime), lastTime: rfc3339(finding.lastTime) };
}

function fieldJson(field: ProtobufField): Json<ProtobufField> {
  const { number, wireType, varint, i64, i32, text, message, bytes } = field;
  const out: Writable<Json<ProtobufField>> = { number, wireType };
  if (varint !== undefined) out.varint = int64Json(varint);
  if (i64 !== undefined) out.i64 = int64Json(i64);
  if (i32 !== undefined) out.i32 = i32;
  if (text !== undefined) out.text = text;
  if (bytes !== undefined) out.bytes = base64(bytes);
  if (message !== undefined) out.message = message.map(fieldJson);
  return out;
}

function int64Json(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}
