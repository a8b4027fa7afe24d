/** Frames that carry no header block, as bytes. What an event does not hold of them is zeros. */

import type { Data, Frame } from '../../trace/event.ts';
import { concatBytes, NO_BYTES } from '../../wire/http2/byte-slices.ts';
import { encodeRawFrame, FRAME_HEADER_LENGTH } from '../../wire/http2/frame-header.ts';
import { FLAG } from '../../wire/http2/frame-type.ts';
import { encodeFrame } from '../../wire/http2/frame-writer.ts';
import type { OutgoingFrame } from '../../wire/http2/outgoing-frame.ts';
import type { Payload } from './tcp-connection.ts';

/** The frame with the type, flags, stream and length that it had, whatever rules it broke. */
export function framePayload(frame: Frame): Payload {
  const { typeCode, flagBits, streamId, length } = frame;
  const payload = knownPayload(frame).subarray(0, length);
  return {
    bytes: encodeRawFrame({ typeCode, flagBits, streamId, payload, length }),
    zeros: length - payload.length,
  };
}

/** How many bytes of content the event holds, and how many there were; undefined where it holds all. */
export function missingContent(frame: Frame): { readonly known: number; readonly sent: number } | undefined {
  const { data, unknown, length, flagBits } = frame;
  const held = data ?? unknown;
  if (held === undefined || !held.truncated) return undefined;
  const padLength = (flagBits & FLAG.PADDED) !== 0 && data !== undefined ? 1 : 0;
  return { known: held.preview.length, sent: Math.max(0, length - padLength - (data?.padding ?? 0)) };
}

/** What is known of its payload, from its beginning. */
function knownPayload(frame: Frame): Uint8Array {
  if (frame.unknown !== undefined) return frame.unknown.preview;
  if (frame.data !== undefined) return dataPayload(frame, frame.data);
  const outgoing = outgoingFrame(frame);
  return outgoing === undefined ? NO_BYTES : encodeFrame(outgoing).subarray(FRAME_HEADER_LENGTH);
}

/** Behind the content are padding and what is not known of the content: zeros, all of them. */
function dataPayload({ flagBits }: Frame, { padding, preview }: Data): Uint8Array {
  return (flagBits & FLAG.PADDED) === 0 ? preview : concatBytes([Uint8Array.of(padding), preview]);
}

/** Undefined where the event does not tell what was in it. */
function outgoingFrame(frame: Frame): OutgoingFrame | undefined {
  const { streamId, settings, ping, goaway, rstStream, windowUpdate, priority, altsvc, origin, priorityUpdate } = frame;
  if (settings !== undefined) return { type: 'SETTINGS', streamId, settings };
  if (ping !== undefined) return { type: 'PING', streamId, opaque: hexBytes(ping.opaque) };
  if (goaway !== undefined) return { type: 'GOAWAY', streamId, ...goaway, debug: octets(goaway.debug) };
  if (rstStream !== undefined) return { type: 'RST_STREAM', streamId, errorCode: rstStream.errorCode };
  if (windowUpdate !== undefined) return { type: 'WINDOW_UPDATE', streamId, increment: windowUpdate.increment };
  if (priority !== undefined) return { type: 'PRIORITY', streamId, priority };
  if (altsvc !== undefined) {
    return { type: 'ALTSVC', streamId, origin: octets(altsvc.origin), fieldValue: octets(altsvc.fieldValue) };
  }
  if (origin !== undefined) return { type: 'ORIGIN', streamId, origins: origin.origins.map(octets) };
  if (priorityUpdate !== undefined) {
    const { prioritizedStreamId, fieldValue } = priorityUpdate;
    return { type: 'PRIORITY_UPDATE', streamId, prioritizedStreamId, fieldValue: octets(fieldValue) };
  }
  return undefined;
}

/** One character a byte, as events have what peers sent as text. */
export function octets(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
