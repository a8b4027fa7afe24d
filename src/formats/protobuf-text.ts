/** A message read without its schema on one line, in the manner of protoscope: `1:"hello" 2:150 4:{1:7i32}`. */

import type { ProtobufField } from '../trace/event.ts';
import { printable } from './escape.ts';
import { hex } from './hex.ts';

export function protobufText(fields: readonly ProtobufField[]): string {
  return fields.map((field) => `${field.number}:${valueText(field)}`).join(' ');
}

function valueText({ wireType, varint, i64, i32, text, message, bytes }: ProtobufField): string {
  if (varint !== undefined) return String(varint);
  if (i64 !== undefined) return `${i64}i64`;
  if (i32 !== undefined) return `${i32}i32`;
  if (text !== undefined) return printable(JSON.stringify(text));
  if (message !== undefined) return wireType === 'GROUP' ? `!{${protobufText(message)}}` : `{${protobufText(message)}}`;
  return bytes === undefined ? '?' : `\`${hex(bytes)}\``;
}
