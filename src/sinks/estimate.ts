/**
 * What an event holds in memory, in bytes: for limits, so rather too much than too little. It costs a few nanoseconds, does
 * not compute what an event computes when asked (`json`, `fields` of a message), and is the same whenever it is asked for.
 */

import type { ConnectionClosed, Finding, Frame, Headers, Http1, Message, TraceEvent } from '../trace/event.ts';

/** The event and its body without what follows; no event is estimated lower. Measured: 240 to 420. */
export const BASE_BYTES = 400;

/** A Uint8Array and its buffer. */
const VIEW_BYTES = 150;
/** On top of the 32 for each field that `listSize` has in it: a field and its strings that no other block shares. */
const FIELD_BYTES = 64;
const SETTING_BYTES = 80;
/** A string, and its place in a list. */
const NAME_BYTES = 32;
const TOTAL_BYTES = 80;
const NUMBER_BYTES = 16;
/** A message that was decoded once keeps what was read: about so many bytes for each of its own. */
const DECODED_FACTOR = 4;

export function estimateBytes(event: TraceEvent): number {
  switch (event.kind) {
    case 'frame':
      return BASE_BYTES + frameBytes(event.frame);
    case 'message':
      return BASE_BYTES + VIEW_BYTES + messagePreviewBytes(event.message) * (1 + DECODED_FACTOR);
    case 'streamOpened':
      return BASE_BYTES + event.streamOpened.path.length + event.streamOpened.authority.length;
    case 'streamClosed':
      return BASE_BYTES + (event.streamClosed.grpcStatus?.message.length ?? 0);
    case 'http1':
      return BASE_BYTES + http1Bytes(event.http1);
    case 'finding':
      return BASE_BYTES + findingBytes(event.finding);
    case 'connectionClosed':
      return BASE_BYTES + closedBytes(event.connectionClosed);
    default:
      return BASE_BYTES;
  }
}

function findingBytes({ explanation, advice, evidence }: Finding): number {
  return explanation.length + advice.length + evidence.length * NUMBER_BYTES;
}

/** What a peer can make long: a name that it looks for, and what it offers. */
function closedBytes({ error = '', frames, clientHello }: ConnectionClosed): number {
  const hello = clientHello === undefined ? [] : [clientHello.sni ?? '', ...clientHello.alpn];
  return hello.reduce((bytes, { length }) => bytes + NAME_BYTES + length, error.length + frames.length * TOTAL_BYTES);
}

/** The length of a preview is that of what it shows, as long as it shows all: reading it would make a typed array. */
function messagePreviewBytes(message: Message): number {
  return message.truncated ? message.preview.length : message.length;
}

/** Of a header list that no other block shares. */
export function headersBytes({ listSize, fields }: Headers): number {
  return listSize + fields.length * FIELD_BYTES;
}

function frameBytes(frame: Frame): number {
  const { headers, data, settings, unknown } = frame;
  if (headers !== undefined) return headersBytes(headers);
  if (data !== undefined) return VIEW_BYTES + (data.truncated ? data.preview.length : frame.length);
  if (settings !== undefined) return settings.length * SETTING_BYTES;
  if (unknown !== undefined) return VIEW_BYTES + unknown.preview.length;
  // Others keep a few numbers, or their payload as text.
  return frame.length;
}

function http1Bytes({ startLine, fields = [], trailers = [] }: Http1): number {
  let bytes = startLine.length;
  for (const { name, value } of fields) bytes += FIELD_BYTES + name.length + value.length;
  for (const { name, value } of trailers) bytes += FIELD_BYTES + name.length + value.length;
  return bytes;
}
