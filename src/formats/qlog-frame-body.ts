/**
 * A frame as draft-pardue-httpbis-qlog-h2-events-00 §5.2 has it: one function for each frame type.
 *
 * Flags that are false, their default, are left out. A frame that could not be read has no body to tell; it is an "unknown"
 * one with the code of its type, because the fields that its own type requires are not there.
 */

import type { Frame, FrameTypeName, Priority, Setting } from '../trace/event.ts';
import { hex, hexOfLatin1, uintHex } from './hex.ts';
import { httpField, type QlogData } from './qlog-data.ts';

type Body = (frame: Frame) => QlogData | undefined;

const BODIES: { readonly [type in FrameTypeName]: Body } = {
  DATA: (frame) => ({ padded: flag(frame, 'PADDED'), end_stream: flag(frame, 'END_STREAM') }),
  HEADERS: (frame) => ({
    priority: flag(frame, 'PRIORITY'),
    padded: flag(frame, 'PADDED'),
    end_headers: flag(frame, 'END_HEADERS'),
    end_stream: flag(frame, 'END_STREAM'),
    headers: fieldsOf(frame),
  }),
  PRIORITY: ({ priority }) => priority && priorityFields(priority),
  RST_STREAM: ({ rstStream }) => rstStream && { error_code: rstStream.errorCode },
  SETTINGS: (frame) => frame.settings && { ack: flag(frame, 'ACK'), settings: frame.settings.map(settingEntry) },
  PUSH_PROMISE: (frame) =>
    frame.pushPromise && {
      padded: flag(frame, 'PADDED'),
      end_headers: flag(frame, 'END_HEADERS'),
      promised_stream_id: frame.pushPromise.promisedStreamId,
      headers: fieldsOf(frame),
    },
  PING: (frame) => frame.ping && { ack: flag(frame, 'ACK'), opaque_data: frame.ping.opaque },
  GOAWAY: ({ goaway }) =>
    goaway && {
      last_stream_id: goaway.lastStreamId,
      error_code: goaway.errorCode,
      additional_debug_data: goaway.debug === '' ? undefined : hexOfLatin1(goaway.debug),
    },
  WINDOW_UPDATE: ({ windowUpdate }) => windowUpdate && { window_size_increment: windowUpdate.increment },
  CONTINUATION: (frame) => ({ end_headers: flag(frame, 'END_HEADERS'), headers: fieldsOf(frame) }),
  ALTSVC: ({ altsvc }) =>
    altsvc && {
      origin_len: altsvc.origin.length,
      origin: altsvc.origin,
      'alt-svc-field-value': altsvc.fieldValue,
    },
  // The draft writes ASCII-Origin; draft-ietf-quic-qlog-main-schema wants every name in lower case, and it is the one that binds.
  ORIGIN: ({ origin }) =>
    origin && { origin_entries: origin.origins.map((each) => ({ origin_len: each.length, 'ascii-origin': each })) },
  PRIORITY_UPDATE: ({ priorityUpdate }) =>
    priorityUpdate && {
      prioritized_stream_id: priorityUpdate.prioritizedStreamId,
      priority_field_value: priorityUpdate.fieldValue,
    },
  UNKNOWN: () => undefined,
};

/** RFC 9113 §4.1. */
const FRAME_HEADER_BYTES = 9;

/** The `frame` of `http2:frame_created` and `http2:frame_parsed`. */
export function qlogFrame(frame: Frame): QlogData {
  const body = BODIES[frame.type](frame);
  const typed =
    body === undefined
      ? { frame_type: 'unknown', frame_type_bytes: frame.typeCode }
      : { frame_type: frame.type.toLowerCase(), ...body };
  return { ...typed, raw: rawInfo(frame) };
}

/** As on the wire, RFC 9113 §6.3: the weight less one, which is what a uint8 has room for. */
export function priorityFields({ exclusive, streamDependency, weight }: Priority): QlogData {
  return { exclusive, stream_dependency: streamDependency, weight: weight - 1 };
}

function rawInfo(frame: Frame): QlogData {
  const { length } = frame;
  return { length: FRAME_HEADER_BYTES + length, payload_length: length, data: rawBytes(frame) };
}

/** The first bytes of the frame, its header and Pad Length included, as far as a preview of the payload was kept. */
function rawBytes(frame: Frame): string | undefined {
  const preview = (frame.data ?? frame.unknown)?.preview;
  if (preview === undefined || preview.length === 0) return undefined;
  const { length, typeCode, flagBits, streamId, data } = frame;
  const header = uintHex(length, 3) + uintHex(typeCode, 1) + uintHex(flagBits, 1) + uintHex(streamId, 4);
  const padLength = data !== undefined && frame.flags.includes('PADDED') ? uintHex(data.padding, 1) : '';
  return header + padLength + hex(preview);
}

function flag(frame: Frame, name: string): true | undefined {
  return frame.flags.includes(name) || undefined;
}

/** All fields of the block are on the frame that ends it; its other frames have none. */
function fieldsOf({ headers }: Frame): readonly QlogData[] {
  return headers === undefined ? [] : headers.fields.map(httpField);
}

/** The settings that the draft names, by their code: the names of RFC 9113 §6.5.2, RFC 8441 §3 and RFC 9218 §2.1. */
const SETTING_NAMES: ReadonlyMap<number, string> = new Map([
  [0x1, 'header_table_size'],
  [0x2, 'enable_push'],
  [0x3, 'max_concurrent_streams'],
  [0x4, 'initial_window_size'],
  [0x5, 'max_frame_size'],
  [0x6, 'max_header_list_size'],
  [0x8, 'extended_connect'],
  [0x9, 'no_rfc7540_priorities'],
]);

function settingEntry({ code, value }: Setting): QlogData {
  const name = SETTING_NAMES.get(code);
  return name === undefined ? { name: 'unknown', name_bytes: code, value } : { name: `settings_${name}`, value };
}

/** The fields of `http2:parameters_set`; a setting that the draft has no name for is `unknown_0x…`. The last of several counts. */
export function parameters(settings: readonly Setting[]): QlogData {
  return Object.fromEntries(
    settings.map(({ code, value }) => [SETTING_NAMES.get(code) ?? `unknown_0x${code.toString(16)}`, value]),
  );
}
