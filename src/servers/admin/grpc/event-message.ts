/**
 * An event as the object that proto-loader serializes as `sre.trace.v1.TraceEvent`. What an event has under the names of the schema
 * stays as it is; converted are times, numbers beyond 2^53, and JSON. Its proto3 JSON is that of formats/json.ts.
 */

import type { Finding, JsonValue, Message, ProtobufField, TraceEvent } from '../../../trace/event.ts';
import { timestamp } from './timestamp.ts';

/** Without a type of its own: those in src/gen want arrays that may be changed. */
export function eventMessage(event: TraceEvent): object {
  const header = {
    seq: event.seq,
    time: timestamp(event.time),
    offsetMs: Math.round(event.offsetMs * 1000) / 1000,
    conn: event.conn,
  };
  switch (event.kind) {
    case 'connectionOpened':
      return { ...header, connectionOpened: event.connectionOpened };
    case 'frame':
      return { ...header, frame: event.frame };
    case 'message':
      return { ...header, message: messageMessage(event.message) };
    case 'streamOpened':
      return { ...header, streamOpened: event.streamOpened };
    case 'streamClosed':
      return { ...header, streamClosed: wellFormed(event.streamClosed) };
    case 'http1':
      return { ...header, http1: event.http1 };
    case 'finding':
      return { ...header, finding: findingMessage(event.finding) };
    case 'connectionClosed':
      return { ...header, connectionClosed: wellFormed(event.connectionClosed) };
    case 'traceLost':
      return { ...header, traceLost: event.traceLost };
  }
}

function findingMessage(finding: Finding): object {
  const times = { firstTime: timestamp(finding.firstTime), lastTime: timestamp(finding.lastTime) };
  return { ...wellFormed(finding), ...times };
}

/** Property by property, as in formats/json.ts: some are computed when they are read. */
function messageMessage(message: Message): object {
  const { json, fields } = message;
  return {
    from: message.from,
    streamId: message.streamId,
    index: message.index,
    compressed: message.compressed,
    encoding: message.encoding,
    length: message.length,
    firstFrame: message.firstFrame,
    lastFrame: message.lastFrame,
    preview: message.preview,
    truncated: message.truncated,
    rpc: message.rpc,
    json: json === undefined ? undefined : valueMessage(json),
    fields: fields?.map(fieldMessage),
  };
}

function fieldMessage({ varint, i64, message, ...rest }: ProtobufField): object {
  return { ...rest, varint: varint?.toString(), i64: i64?.toString(), message: message?.map(fieldMessage) };
}

/** google.protobuf.Value. */
function valueMessage(value: JsonValue): object {
  if (value === null) return { nullValue: 'NULL_VALUE' };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return { numberValue: value };
  if (typeof value === 'string') return { stringValue: text(value) };
  if (Array.isArray(value)) return { listValue: { values: value.map(valueMessage) } };
  const fields = Object.entries(value).map(([name, member]) => [text(name), valueMessage(member)] as const);
  return { structValue: { fields: Object.fromEntries(fields) } };
}

/** Of texts that were cut or decoded somewhere: half of a surrogate pair is no UTF-8, and readers refuse the whole event for it. */
function wellFormed<Body extends object>(body: Body): object {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, wellFormedValue(value)]));
}

function wellFormedValue(value: unknown): unknown {
  if (typeof value === 'string') return text(value);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? wellFormed(value) : value;
}

function text(value: string): string {
  return value.replace(/\p{Surrogate}/gu, '\uFFFD');
}
