/** The lines that nghttp prints under a frame to say what is in it: one function for each frame type. */

import type { Frame, FrameTypeName, HeadersCategory, Priority } from '../trace/event.ts';
import { printableBytes } from './escape.ts';

type Attributes = (frame: Frame) => string[];

const none: Attributes = () => [];

const ATTRIBUTES: { readonly [type in FrameTypeName]: Attributes } = {
  DATA: dataAttributes,
  HEADERS: headersAttributes,
  PRIORITY: ({ priority }) => (priority === undefined ? [] : [`(${priorityText(priority)})`]),
  RST_STREAM: ({ rstStream }) =>
    rstStream === undefined ? [] : [`(error_code=${errorText(rstStream.error, rstStream.errorCode)})`],
  SETTINGS: settingsAttributes,
  PUSH_PROMISE: pushPromiseAttributes,
  PING: ({ ping }) => (ping === undefined ? [] : [`(opaque_data=${ping.opaque})`]),
  GOAWAY: goawayAttributes,
  WINDOW_UPDATE: ({ windowUpdate }) =>
    windowUpdate === undefined ? [] : [`(window_size_increment=${windowUpdate.increment})`],
  CONTINUATION: none,
  ALTSVC: altsvcAttributes,
  ORIGIN: ({ origin }) => (origin === undefined ? [] : origin.origins.map((name) => `[${printableBytes(name)}]`)),
  PRIORITY_UPDATE: priorityUpdateAttributes,
  UNKNOWN: none,
};

/** Without indentation. None where the frame could not be read. */
export function nghttpAttributes(frame: Frame): string[] {
  return ATTRIBUTES[frame.type](frame);
}

/** "0x04": at least two digits. */
export function hexCode(code: number): string {
  return `0x${code.toString(16).padStart(2, '0')}`;
}

/** nghttp2 counts the Pad Length byte as padding, RFC 9113 §6.1 does not. */
function dataAttributes({ data, flags }: Frame): string[] {
  return data !== undefined && flags.includes('PADDED') ? [`(padlen=${data.padding + 1})`] : [];
}

const CATEGORY_COMMENTS: { readonly [category in HeadersCategory]?: string } = {
  REQUEST: '; Open new stream',
  RESPONSE: '; First response header',
};

function headersAttributes(frame: Frame): string[] {
  const { headers, priority } = frame;
  const dependency = priority === undefined ? '' : `, ${priorityText(priority)}`;
  const lines = [`(padlen=${blockPadding(frame)}${dependency})`];
  const comment = headers === undefined ? undefined : CATEGORY_COMMENTS[headers.category];
  if (comment !== undefined) lines.push(comment);
  return lines;
}

function pushPromiseAttributes(frame: Frame): string[] {
  const { pushPromise } = frame;
  if (pushPromise === undefined) return [];
  return [`(padlen=${blockPadding(frame)}, promised_stream_id=${pushPromise.promisedStreamId})`];
}

/** RFC 9113 §6.2: Exclusive and Stream Dependency take 4 bytes, Weight 1. */
const PRIORITY_BYTES = 5;
/** RFC 9113 §6.6: the Promised Stream ID. */
const PROMISE_BYTES = 4;

/** What the block and the fixed fields leave of the frame: the event does not tell the padding of a header block. */
function blockPadding({ flags, length, headers, priority, pushPromise }: Frame): number | string {
  if (!flags.includes('PADDED')) return 0;
  if (headers === undefined) return '?';
  const fixed = (priority === undefined ? 0 : PRIORITY_BYTES) + (pushPromise === undefined ? 0 : PROMISE_BYTES);
  return length - fixed - headers.blockLength;
}

function priorityText({ streamDependency, weight, exclusive }: Priority): string {
  return `dep_stream_id=${streamDependency}, weight=${weight}, exclusive=${exclusive ? 1 : 0}`;
}

function settingsAttributes({ settings }: Frame): string[] {
  if (settings === undefined) return [];
  const lines = [`(niv=${settings.length})`];
  for (const { id, code, value } of settings) {
    lines.push(`[${id === '' ? 'UNKNOWN' : `SETTINGS_${id}`}(${hexCode(code)}):${value}]`);
  }
  return lines;
}

function goawayAttributes({ goaway }: Frame): string[] {
  if (goaway === undefined) return [];
  const { lastStreamId, error, errorCode, debug } = goaway;
  const opaqueData = `opaque_data(${debug.length})=[${asciiDump(debug)}]`;
  return [`(last_stream_id=${lastStreamId}, error_code=${errorText(error, errorCode)}, ${opaqueData})`];
}

function altsvcAttributes({ altsvc }: Frame): string[] {
  if (altsvc === undefined) return [];
  return [`(origin=[${printableBytes(altsvc.origin)}], altsvc_field_value=[${printableBytes(altsvc.fieldValue)}])`];
}

function priorityUpdateAttributes({ priorityUpdate }: Frame): string[] {
  if (priorityUpdate === undefined) return [];
  const { prioritizedStreamId, fieldValue } = priorityUpdate;
  return [`(prioritized_stream_id=${prioritizedStreamId}, priority_field_value=[${printableBytes(fieldValue)}])`];
}

function errorText(name: string, code: number): string {
  return `${name || 'unknown'}(${hexCode(code)})`;
}

/** One byte a column, a dot for what is not printable ASCII. */
function asciiDump(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '.');
}
