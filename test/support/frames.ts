/**
 * HTTP/2 as tests write it: `join(PREFACE, frames.settings({ INITIAL_WINDOW_SIZE: 1 }), frames.data(1, 'abc'))`.
 * Each function gives the bytes of one frame; strings are one byte per character (ISO-8859-1), or hex where that is said.
 */

import { concatBytes } from '../../src/wire/http2/byte-slices.ts';
import { ERROR_CODE, type ErrorName, errorName } from '../../src/wire/http2/error-code.ts';
import type { Frame, FrameItem, PriorityFields } from '../../src/wire/http2/frame.ts';
import { encodeRawFrame } from '../../src/wire/http2/frame-header.ts';
import { FrameReader, type FrameReaderOptions } from '../../src/wire/http2/frame-reader.ts';
import { FLAG } from '../../src/wire/http2/frame-type.ts';
import { encodeFrame } from '../../src/wire/http2/frame-writer.ts';
import { SETTING, type SettingName } from '../../src/wire/http2/settings.ts';

export { PREFACE } from '../../src/wire/http2/preface.ts';

type Content = string | Uint8Array;

interface DataOptions {
  readonly endStream?: boolean;
  readonly padding?: number;
}

interface FieldBlockOptions {
  readonly endHeaders?: boolean;
  readonly padding?: number;
}

interface HeadersOptions extends FieldBlockOptions {
  readonly endStream?: boolean;
  readonly priority?: PriorityFields;
}

export const frames = {
  data(streamId: number, content: Content, { endStream = false, padding = 0 }: DataOptions = {}): Uint8Array {
    const flagBits = endStream ? FLAG.END_STREAM : 0;
    return encodeFrame({ type: 'DATA', streamId, flagBits, bytes: toBytes(content), padding });
  },

  /** @param block a header block, or with `endHeaders: false` its first fragment */
  headers(streamId: number, block: Content, options: HeadersOptions = {}): Uint8Array {
    const { endStream = false, endHeaders = true, padding = 0, priority } = options;
    const flagBits = (endStream ? FLAG.END_STREAM : 0) | (endHeaders ? FLAG.END_HEADERS : 0);
    const fragment = toBytes(block);
    const frame = { type: 'HEADERS', streamId, flagBits, fragment, padding } as const;
    return encodeFrame(priority === undefined ? frame : { ...frame, priority });
  },

  continuation(streamId: number, fragment: Content, { endHeaders = true } = {}): Uint8Array {
    const flagBits = endHeaders ? FLAG.END_HEADERS : 0;
    return encodeFrame({ type: 'CONTINUATION', streamId, flagBits, fragment: toBytes(fragment) });
  },

  pushPromise(
    streamId: number,
    promisedStreamId: number,
    block: Content,
    { endHeaders = true, padding = 0 }: FieldBlockOptions = {},
  ): Uint8Array {
    const flagBits = endHeaders ? FLAG.END_HEADERS : 0;
    const fragment = toBytes(block);
    return encodeFrame({ type: 'PUSH_PROMISE', streamId, flagBits, promisedStreamId, fragment, padding });
  },

  priority(streamId: number, priority: PriorityFields): Uint8Array {
    return encodeFrame({ type: 'PRIORITY', streamId, priority });
  },

  rst(streamId: number, error: ErrorName): Uint8Array {
    return encodeFrame({ type: 'RST_STREAM', streamId, errorCode: ERROR_CODE[error] });
  },

  settings(values: { readonly [name in SettingName]?: number } = {}): Uint8Array {
    const names = Object.keys(values) as SettingName[];
    const settings = names.map((name) => ({ code: SETTING[name], value: values[name] ?? 0 }));
    return encodeFrame({ type: 'SETTINGS', streamId: 0, settings });
  },

  settingsAck(): Uint8Array {
    return encodeFrame({ type: 'SETTINGS', streamId: 0, ack: true, settings: [] });
  },

  /** @param opaque 8 bytes in hex */
  ping(opaque: string): Uint8Array {
    return encodeFrame({ type: 'PING', streamId: 0, opaque: hex(opaque) });
  },

  /** The answer to `ping`. */
  pong(opaque: string): Uint8Array {
    return encodeFrame({ type: 'PING', streamId: 0, ack: true, opaque: hex(opaque) });
  },

  goaway(lastStreamId: number, error: ErrorName = 'NO_ERROR', debug: Content = ''): Uint8Array {
    const errorCode = ERROR_CODE[error];
    return encodeFrame({ type: 'GOAWAY', streamId: 0, lastStreamId, errorCode, debug: toBytes(debug) });
  },

  windowUpdate(streamId: number, increment: number): Uint8Array {
    return encodeFrame({ type: 'WINDOW_UPDATE', streamId, increment });
  },

  altsvc(streamId: number, origin: string, fieldValue: string): Uint8Array {
    return encodeFrame({ type: 'ALTSVC', streamId, origin: toBytes(origin), fieldValue: toBytes(fieldValue) });
  },

  origin(...origins: readonly string[]): Uint8Array {
    return encodeFrame({ type: 'ORIGIN', streamId: 0, origins: origins.map(toBytes) });
  },

  priorityUpdate(prioritizedStreamId: number, fieldValue: string): Uint8Array {
    const value = toBytes(fieldValue);
    return encodeFrame({ type: 'PRIORITY_UPDATE', streamId: 0, prioritizedStreamId, fieldValue: value });
  },

  /** A frame that need not make sense. @param length what its header says, where that is not the length of the payload */
  raw(typeCode: number, flagBits: number, streamId: number, payload: Content, length?: number): Uint8Array {
    const bytes = toBytes(payload);
    return encodeRawFrame({ typeCode, flagBits, streamId, payload: bytes, length: length ?? bytes.length });
  },
};

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(parts);
}

/** @param digits pairs of hex digits; white space is for the reader */
export function hex(digits: string): Uint8Array {
  const pairs = digits.replaceAll(/\s/g, '').match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16));
}

/** One byte per character. */
export function toBytes(content: Content): Uint8Array {
  return typeof content === 'string' ? Uint8Array.from(content, (char) => char.charCodeAt(0)) : content;
}

/** Everything that a fresh reader gives for `bytes`. */
export function readFrames(bytes: Uint8Array, options: FrameReaderOptions = {}): readonly FrameItem[] {
  return new FrameReader(options).push(bytes);
}

/** The one frame that `bytes` are; parts of DATA are left out. */
export function readFrame(bytes: Uint8Array, options: FrameReaderOptions = {}): Frame {
  const [frame, ...more] = readFrames(bytes, options).filter((item) => item.type !== 'DATA_PART');
  if (frame === undefined || more.length > 0) throw new Error(`${more.length + (frame ? 1 : 0)} frames, expected one`);
  return frame;
}

/** A violation in one line, "PROTOCOL_ERROR CONNECTION RFC 9113 §6.7"; "none" where there is none. */
export function ruleBroken(item: FrameItem): string {
  if (item.violation === undefined) return 'none';
  const { errorCode, scope, spec } = item.violation;
  return `${errorName(errorCode)} ${scope} ${spec}`;
}

/** The same items however the bytes came: the parts of each DATA frame as one. */
export function mergeDataParts(items: readonly FrameItem[]): FrameItem[] {
  const merged: FrameItem[] = [];
  for (const item of items) {
    const last = merged.at(-1);
    if (item.type !== 'DATA_PART' || last?.type !== 'DATA_PART') merged.push(item);
    else merged[merged.length - 1] = { ...last, bytes: join(last.bytes, item.bytes) };
  }
  return merged;
}
