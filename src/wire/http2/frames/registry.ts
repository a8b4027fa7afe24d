/** Which parser reads which frame type. DATA has none: its payload is streamed (../frame-reader.ts). */

import type { Frame, FrameHeader } from '../frame.ts';
import { FRAME_TYPE, type KnownFrameTypeName } from '../frame-type.ts';
import { parseAltsvc } from './altsvc.ts';
import { parseContinuation } from './continuation.ts';
import { parseGoaway } from './goaway.ts';
import { parseHeaders } from './headers.ts';
import { parseOrigin } from './origin.ts';
import type { FrameParser } from './parser.ts';
import { parsePing } from './ping.ts';
import { parsePriority } from './priority.ts';
import { parsePriorityUpdate } from './priority-update.ts';
import { parsePushPromise } from './push-promise.ts';
import { parseRstStream } from './rst-stream.ts';
import { parseSettings } from './settings.ts';
import { parseUnknown } from './unknown.ts';
import { parseWindowUpdate } from './window-update.ts';

type BufferedFrameTypeName = Exclude<KnownFrameTypeName, 'DATA'>;

const PARSERS: { readonly [T in BufferedFrameTypeName]: FrameParser } = {
  HEADERS: parseHeaders,
  PRIORITY: parsePriority,
  RST_STREAM: parseRstStream,
  SETTINGS: parseSettings,
  PUSH_PROMISE: parsePushPromise,
  PING: parsePing,
  GOAWAY: parseGoaway,
  WINDOW_UPDATE: parseWindowUpdate,
  CONTINUATION: parseContinuation,
  ALTSVC: parseAltsvc,
  ORIGIN: parseOrigin,
  PRIORITY_UPDATE: parsePriorityUpdate,
};

/** For all 256 type codes, so that a look-up never misses. */
const PARSER_BY_CODE: readonly FrameParser[] = parserByCode();

/** Reads a frame other than DATA whose payload, `header.length` bytes from `start`, is there. */
export function parseFrame(header: FrameHeader, bytes: Uint8Array, start: number): Frame {
  const parse = PARSER_BY_CODE[header.typeCode] ?? parseUnknown;
  return parse(header, bytes, start);
}

function parserByCode(): FrameParser[] {
  const parsers = new Array<FrameParser>(256).fill(parseUnknown);
  for (const name of Object.keys(PARSERS) as BufferedFrameTypeName[]) parsers[FRAME_TYPE[name]] = PARSERS[name];
  return parsers;
}
