/** What the records of a qlog are made of; the `data` of an event is JSON, and what is undefined in it is not there. */

import type { Side } from '../trace/event.ts';
import { hexOfLatin1 } from './hex.ts';

export interface QlogData {
  readonly [key: string]: unknown;
}

/** An event without its time and its group: what the schemas define. */
export interface QlogEvent {
  /** Namespace and type: "http2:frame_parsed". */
  readonly name: string;
  readonly data: QlogData;
}

/**
 * Our vantage point is the network with the flow of the server: what the server sends is ours ("local", "created"), what the
 * client sends comes to us. So it is on every connection, also on those that we opened: a file has one vantage point only.
 */
export function initiator(side: Side): 'local' | 'remote' {
  return side === 'SERVER' ? 'local' : 'remote';
}

const TEXT = /^[\t\x20-\x7e]*$/;

interface Field {
  /** One char per byte, as `value`. */
  readonly name: string;
  readonly value: string;
  readonly redacted?: boolean;
}

/**
 * HTTP2HTTPField: `name` and `value` where they are printable ASCII, else `name_bytes` and `value_bytes` in hex, since a byte
 * above 0x7f is in no encoding that the sender told. A redacted field has neither value, and says so.
 */
export function httpField({ name, value, redacted }: Field): QlogData {
  const named = textOrBytes('name', name);
  return redacted === true ? { ...named, redacted } : { ...named, ...textOrBytes('value', value) };
}

function textOrBytes(key: string, latin1: string): QlogData {
  return TEXT.test(latin1) ? { [key]: latin1 } : { [`${key}_bytes`]: hexOfLatin1(latin1) };
}

/** `streamId` → `stream_id`, in objects and arrays of objects: names of qlog fields are lower case. Values stay as they are. */
export function snakeKeys(object: object): QlogData {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(object);
  return Object.fromEntries(entries.map(([key, value]) => [snakeCase(key), snakeValue(value)]));
}

function snakeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeValue);
  return typeof value === 'object' && value !== null ? snakeKeys(value) : value;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
