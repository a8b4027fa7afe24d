/**
 * Reads a protobuf message without its schema (Protocol Buffers Encoding).
 *
 * All but LEN fields are told by the wire. A LEN field may be a string, bytes, a message or packed numbers, so it is guessed:
 * 1. Printable UTF-8 is text; the empty field too.
 * 2. What wholly reads as a message, with a plausible field, is a message. Before 1 where it starts with a tab or a line end:
 *    these are tags of field 1, and "\n$" in front of a UUID is a message far more often than a text.
 * 3. Anything else is bytes.
 */

import { type Cursor, type ReadFailure, readI32, readI64, readUint32, readVarint } from './cursor.ts';
import type { ProtobufField } from './field.ts';
import { isTextWhitespace, printableText } from './text.ts';

/** Parsers stop at 100 levels; real schemas stay below 32. Each level costs a pass over its bytes and a stack frame. */
const MAX_DEPTH = 32;
/** More than anyone reads of one message. Wrong guesses count: two bytes make a field, and a field makes an object. */
const MAX_FIELDS = 4_096;
/** 19,000 to 19,999 are reserved, and only extensions are above: schemas do not get there, but random bytes do. */
const MAX_PLAUSIBLE_NUMBER = 18_999;
/** Messages are below 2 GiB, Protocol Buffers Proto Limits; parsers keep lengths in an int32. */
const MAX_LENGTH = 0x7fffffff;
const NO_GROUP = 0;

/** LIMIT: more levels or fields than we read. */
type Failure = ReadFailure | 'LIMIT';

interface Walk extends Cursor {
  fieldsLeft: number;
}

/**
 * @param bytes of one message, not compressed; `bytes` fields of the result are views of it
 * @param truncated `bytes` is the begin of a longer message: the fields before the cut are returned
 * @returns the fields in wire order (after a limit of ours: those before it), or undefined where this is not protobuf
 */
export function walkProtobuf(bytes: Uint8Array, truncated: boolean): readonly ProtobufField[] | undefined {
  const fields: ProtobufField[] = [];
  const end = readFields({ bytes, at: 0, fieldsLeft: MAX_FIELDS }, bytes.length, 0, NO_GROUP, fields);
  if (end === 'MALFORMED' || (end === 'CUT' && !truncated)) return undefined;
  return fields;
}

/** Reads until `end`, or until the end tag of `group`, and adds to `into`. */
function readFields(walk: Walk, end: number, depth: number, group: number, into: ProtobufField[]): Failure | undefined {
  while (walk.at < end) {
    const tag = readUint32(walk, end);
    if (typeof tag === 'string') return tag;
    const number = tag >>> 3;
    if (number === 0) return 'MALFORMED';
    if ((tag & 7) === 4) return number === group ? undefined : 'MALFORMED';
    if (walk.fieldsLeft-- <= 0) return 'LIMIT';
    const field = readField(walk, end, depth, number, tag & 7);
    if (typeof field === 'string') return field;
    into.push(field);
  }
  return group === NO_GROUP ? undefined : 'CUT';
}

function readField(walk: Walk, end: number, depth: number, number: number, type: number): ProtobufField | Failure {
  switch (type) {
    case 0: {
      const varint = readVarint(walk, end);
      return typeof varint === 'string' ? varint : { number, wireType: 'VARINT', varint };
    }
    case 1: {
      const i64 = readI64(walk, end);
      return typeof i64 === 'string' ? i64 : { number, wireType: 'I64', i64 };
    }
    case 2:
      return readLen(walk, end, depth, number);
    case 3:
      return readGroup(walk, end, depth, number);
    case 5: {
      const i32 = readI32(walk, end);
      return typeof i32 === 'string' ? i32 : { number, wireType: 'I32', i32 };
    }
    default:
      return 'MALFORMED';
  }
}

function readGroup(walk: Walk, end: number, depth: number, number: number): ProtobufField | Failure {
  if (depth >= MAX_DEPTH) return 'LIMIT';
  const message: ProtobufField[] = [];
  return readFields(walk, end, depth + 1, number, message) ?? { number, wireType: 'GROUP', message };
}

function readLen(walk: Walk, end: number, depth: number, number: number): ProtobufField | Failure {
  const length = readUint32(walk, end);
  if (typeof length === 'string') return length;
  if (length > MAX_LENGTH) return 'MALFORMED';
  const from = walk.at;
  const to = from + length;
  if (to > end) return 'CUT';
  const field = guessLen(walk, from, to, depth, number);
  walk.at = to;
  return field;
}

function guessLen(walk: Walk, from: number, to: number, depth: number, number: number): ProtobufField {
  const tagFirst = from < to && isTextWhitespace(walk.bytes[from] as number);
  const early = tagFirst ? readMessage(walk, from, to, depth) : undefined;
  if (early !== undefined) return { number, wireType: 'LEN', message: early };
  const text = printableText(walk.bytes, from, to);
  if (text !== undefined) return { number, wireType: 'LEN', text };
  const message = tagFirst ? undefined : readMessage(walk, from, to, depth);
  if (message !== undefined) return { number, wireType: 'LEN', message };
  return { number, wireType: 'LEN', bytes: walk.bytes.subarray(from, to) };
}

function readMessage(walk: Walk, from: number, to: number, depth: number): readonly ProtobufField[] | undefined {
  if (depth >= MAX_DEPTH) return undefined;
  walk.at = from;
  const fields: ProtobufField[] = [];
  if (readFields(walk, to, depth + 1, NO_GROUP, fields) !== undefined) return undefined;
  return fields.some((field) => field.number <= MAX_PLAUSIBLE_NUMBER) ? fields : undefined;
}
