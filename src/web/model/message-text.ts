/** The content of a message or of a frame as text: JSON where its type is known, the raw walk of its fields, and its bytes. */

import { printableBytes, printableJson } from '../../formats/escape.ts';
import { protobufText } from '../../formats/protobuf-text.ts';
import { count } from '../../formats/text.ts';
import type { Frame, JsonValue, Message, ProtobufField, TraceEvent } from '../../trace/event.ts';
import { whole } from './amounts.ts';

export interface Payload {
  /** Indented. */
  readonly json?: string;
  /** A line a field: a message without its schema. */
  readonly raw?: string;
  /** As sent: what was kept of it. */
  readonly bytes: Uint8Array;
  /** What to know before reading it. */
  readonly notes: readonly string[];
}

/** The walk of protobuf stops at 32 levels; a file may say anything. */
const MAX_LEVELS = 64;

const INDENT = '  ';

/** Undefined where the event carries no content. */
export function payloadOf(event: TraceEvent): Payload | undefined {
  if (event.kind === 'message') return messagePayload(event.message);
  return event.kind === 'frame' ? framePayload(event.frame) : undefined;
}

/** JSON on several lines, safe to show: what is not printable is escaped within its strings. */
export function prettyJson(value: JsonValue): string {
  return JSON.stringify(value, null, INDENT).split('\n').map(printableJson).join('\n');
}

/** A field a line, what is within a field indented below it. */
export function protobufLines(fields: readonly ProtobufField[], level = 0): string[] {
  return fields.flatMap((field) => {
    const { number, wireType, message } = field;
    const indent = INDENT.repeat(level);
    if (message === undefined || message.length === 0) return [indent + protobufText([field])];
    if (level >= MAX_LEVELS) return [`${indent}${number}: {…}`];
    const open = `${number}: ${wireType === 'GROUP' ? '!{' : '{'}`;
    return [indent + open, ...protobufLines(message, level + 1), `${indent}}`];
  });
}

/** "truncated: first 1,024 of 5,000 bytes (payload bytes: --payload-bytes)" */
export function truncatedText(kept: number, length: number): string {
  return `truncated: first ${whole(kept)} of ${whole(length)} bytes (payload bytes: --payload-bytes)`;
}

function messagePayload(message: Message): Payload {
  const { json, fields, preview, length, truncated } = message;
  const notes: string[] = [];
  if (message.compressed) notes.push(compressedText(message.encoding));
  if (truncated) notes.push(truncatedText(preview.length, length));
  if (length === 0) notes.push('empty: all fields have their defaults');
  else if (json === undefined && fields !== undefined) notes.push('the type is not known here: fields by number');
  return {
    ...(json !== undefined && { json: prettyJson(json) }),
    ...(fields !== undefined && fields.length > 0 && { raw: protobufLines(fields).join('\n') }),
    bytes: preview,
    notes,
  };
}

function compressedText(encoding: string | undefined): string {
  const how = encoding === undefined ? 'by a method that was not named' : `with ${printableBytes(encoding)}`;
  return `compressed ${how}: the bytes are shown as sent`;
}

function framePayload({ data, unknown, length, flags }: Frame): Payload | undefined {
  if (data !== undefined) {
    const content = contentLength({ data, length, flags });
    const notes: string[] = [];
    if (data.padding > 0) notes.push(`${count(data.padding, 'byte')} of padding left out`);
    if (data.truncated) notes.push(truncatedText(data.preview.length, content));
    if (content === 0) notes.push('no content');
    return { bytes: data.preview, notes };
  }
  if (unknown === undefined) return undefined;
  return { bytes: unknown.preview, notes: unknown.truncated ? [truncatedText(unknown.preview.length, length)] : [] };
}

/** Of DATA, RFC 9113 §6.1: without the padding and the byte that tells its length. */
export function contentLength({ data, length, flags }: Pick<Frame, 'data' | 'length' | 'flags'>): number {
  const padded = flags.includes('PADDED') ? 1 : 0;
  return Math.max(0, length - padded - (data?.padding ?? 0));
}
