/** A frame of the wire as its event shows it. */

import { toHex } from '../wire/hex.ts';
import { errorName } from '../wire/http2/error-code.ts';
import type { MalformedFrame, Frame as WireFrame } from '../wire/http2/frame.ts';
import { FRAME_TYPE, flagNames, frameTypeName } from '../wire/http2/frame-type.ts';
import { settingName } from '../wire/http2/settings.ts';
import { latin1Text } from '../wire/latin1.ts';
import type { Violation as WireViolation } from '../wire/violation.ts';
import type { Data, Frame, Headers, Ping, Side, UnknownPayload, Violation, Window } from './event.ts';
import type { OpenData } from './open-data.ts';

/** Spelt out and not spread: this is made for nearly every call. */
export function dataEvent(from: Side, open: OpenData, window: Window): Frame {
  const data: Data = open.body();
  const frame = {
    from,
    type: 'DATA' as const,
    typeCode: FRAME_TYPE.DATA,
    flags: flagNames(FRAME_TYPE.DATA, open.flagBits),
    flagBits: open.flagBits,
    streamId: open.streamId,
    length: open.length,
    data,
    window,
  };
  return withViolation(frame, open.violation);
}

/** Spelt out for the same reason. `headers` is there on the frame that ends the block. */
export function headersEvent(
  from: Side,
  wire: WireFrame,
  headers: Headers | undefined,
  violation: WireViolation | undefined,
): Frame {
  if (headers === undefined || wire.type !== 'HEADERS' || wire.priority !== undefined) {
    return withViolation(
      { ...base(from, wire), ...body(wire), ...(headers === undefined ? {} : { headers }) },
      violation,
    );
  }
  const frame = {
    from,
    type: 'HEADERS' as const,
    typeCode: wire.typeCode,
    flags: flagNames(wire.typeCode, wire.flagBits),
    flagBits: wire.flagBits,
    streamId: wire.streamId,
    length: wire.length,
    headers,
  };
  return withViolation(frame, violation);
}

/** Any other frame. `window` and `rttMs` are what it meant to its connection. */
export function otherEvent(
  from: Side,
  wire: WireFrame,
  window: Window | undefined,
  violation: WireViolation | undefined,
): Frame {
  return withViolation({ ...base(from, wire), ...body(wire), ...(window === undefined ? {} : { window }) }, violation);
}

export function pingEvent(from: Side, wire: WireFrame, ping: Ping, violation: WireViolation | undefined): Frame {
  return withViolation({ ...base(from, wire), ping }, violation);
}

function base(from: Side, wire: WireFrame): Frame {
  return {
    from,
    type: frameTypeName(wire.typeCode),
    typeCode: wire.typeCode,
    flags: flagNames(wire.typeCode, wire.flagBits),
    flagBits: wire.flagBits,
    streamId: wire.streamId,
    length: wire.length,
  };
}

function withViolation(frame: Frame, violation: WireViolation | undefined): Frame {
  return violation === undefined ? frame : { ...frame, violation: violationEvent(violation) };
}

function violationEvent(violation: WireViolation): Violation {
  const { errorCode, scope, reason, spec } = violation;
  return { error: errorName(errorCode), errorCode, scope, reason, spec };
}

/** What a frame carries that needs no state of the connection. */
function body(wire: WireFrame): Partial<Frame> {
  switch (wire.type) {
    case 'HEADERS':
    case 'PRIORITY':
      return wire.priority === undefined ? {} : { priority: wire.priority };
    case 'RST_STREAM':
      return { rstStream: { error: errorName(wire.errorCode), errorCode: wire.errorCode } };
    case 'SETTINGS':
      return {
        settings: wire.settings.map(({ code, value }) => ({ id: settingName(code), code, value })),
      };
    case 'PUSH_PROMISE':
      return { pushPromise: { promisedStreamId: wire.promisedStreamId } };
    case 'GOAWAY': {
      const { lastStreamId, errorCode, debug } = wire;
      return { goaway: { lastStreamId, error: errorName(errorCode), errorCode, debug: toText(debug) } };
    }
    case 'WINDOW_UPDATE':
      return { windowUpdate: { increment: wire.increment } };
    case 'ALTSVC':
      return { altsvc: { origin: toText(wire.origin), fieldValue: toText(wire.fieldValue) } };
    case 'ORIGIN':
      return { origin: { origins: wire.origins.map(toText) } };
    case 'PRIORITY_UPDATE': {
      const { prioritizedStreamId, fieldValue } = wire;
      return { priorityUpdate: { prioritizedStreamId, fieldValue: toText(fieldValue) } };
    }
    case 'UNKNOWN':
      return { unknown: preview(wire.payload, UNKNOWN_PREVIEW_BYTES) };
    case 'MALFORMED':
      return { unknown: preview(wire.payload, carriesFields(wire) ? 0 : UNKNOWN_PREVIEW_BYTES) };
    case 'PING':
      return { ping: { opaque: toHex(wire.opaque), ack: wire.ack } };
    case 'DATA':
    case 'CONTINUATION':
      return {};
  }
}

/** One character per byte: debug data is "opaque" (RFC 9113 §6.8), though most of it is text. */
function toText(bytes: Uint8Array): string {
  return latin1Text(bytes, 0, bytes.length);
}

/** Enough to recognise what was sent by mistake: a page of HTML, a TLS record. */
const UNKNOWN_PREVIEW_BYTES = 64;

function preview(payload: Uint8Array, bytes: number): UnknownPayload {
  return { preview: payload.slice(0, bytes), truncated: payload.length > bytes };
}

/** What may be secret is told field by field: of a header block that cannot be read, nothing can be shown. */
function carriesFields({ typeCode }: MalformedFrame): boolean {
  return (
    typeCode === FRAME_TYPE.HEADERS || typeCode === FRAME_TYPE.PUSH_PROMISE || typeCode === FRAME_TYPE.CONTINUATION
  );
}
