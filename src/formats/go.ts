/**
 * What Go's net/http2 prints under GODEBUG=http2debug=2, for those who grep it: the Framer's lines, the decoded and the
 * encoded header fields, the opening of the connection. grpc-go prints the Framer's lines and the decoded fields only.
 *
 * Not the same: times are UTC; the Framer's address is made from the connection's number; the fields of a header block that
 * spans frames are printed at its last frame; `server read frame`, a repetition of the Framer's line, is left out; a frame
 * that breaks a rule is followed by Go's words for the error. Events that Go has no line for print nothing, except traceLost.
 */

import type { ConnectionOpened, Data, Frame, HeaderField, Side, TraceEvent, Violation } from '../trace/event.ts';
import { hostPort } from './address.ts';
import { goQuote, latin1, printable } from './escape.ts';
import type { Format } from './format.ts';
import { REDACTED } from './header-value.ts';
import { describeLoss } from './lost.ts';
import { createRoles } from './roles.ts';
import { goLogTime } from './time.ts';

/** Of the content of a DATA frame, as in Go. */
const MAX_DATA_BYTES = 256;

/** Looks like the heap of a 64-bit Go process; a Framer's distance from the next is what it is there. */
const HEAP_START = 0xc000000000;
const FRAMER_BYTES = 0x1c0;

/** Frame types that Go has no name for, though we have. */
const UNNAMED = new Set(['ALTSVC', 'ORIGIN', 'UNKNOWN']);

export function createGoFormat(): Format {
  const roles = createRoles();
  return (event) => {
    roles.observe(event);
    const lines = goLines(event, roles.ours(event.conn));
    if (lines.length === 0) return lines;
    const time = goLogTime(event.time);
    return lines.map((line) => `${time} ${line}`);
  };
}

function goLines(event: TraceEvent, ours: Side): readonly string[] {
  switch (event.kind) {
    case 'connectionOpened':
      return openedLines(event.connectionOpened, pointer(event.conn));
    case 'frame':
      return frameLines(event.frame, pointer(event.conn), ours);
    case 'traceLost':
      return [`http2: trace lost: ${describeLoss(event.traceLost)}`];
    default:
      return [];
  }
}

function openedLines({ role, protocol, peer }: ConnectionOpened, framer: string): readonly string[] {
  if (protocol !== 'h2' && protocol !== 'h2c') return [];
  return role === 'SERVER'
    ? [`http2: server connection from ${hostPort(peer)} on ${framer}`]
    : [`http2: Transport creating client conn ${framer} to ${hostPort(peer)}`];
}

function frameLines(frame: Frame, framer: string, ours: Side): readonly string[] {
  const wrote = frame.from === ours;
  const lines = [`http2: Framer ${framer}: ${wrote ? 'wrote' : 'read'} ${summary(frame)}`];
  if (frame.headers !== undefined) {
    const { fields, incomplete } = frame.headers;
    const fieldLines = fields.map(wrote ? encodedField(ours) : decodedField);
    if (incomplete !== undefined) fieldLines.push(`http2: header list incomplete: ${printable(incomplete)}`);
    // As in Go: fields are printed when they are encoded, which is before the frame is written, and when they are decoded.
    if (wrote) lines.unshift(...fieldLines);
    else lines.push(...fieldLines);
  }
  if (frame.violation !== undefined) lines.push(`http2: ${violationError(frame.violation, frame.streamId)}`);
  return lines;
}

function decodedField(field: HeaderField): string {
  const sensitive = field.representation === 'NEVER_INDEXED' ? ' (sensitive)' : '';
  return `http2: decoded hpack field header field ${goQuote(field.name)} = ${quotedValue(field)}${sensitive}`;
}

function encodedField(ours: Side): (field: HeaderField) => string {
  const who = ours === 'SERVER' ? 'server' : 'Transport';
  return (field) => `http2: ${who} encoding header ${goQuote(field.name)} = ${quotedValue(field)}`;
}

function quotedValue(field: HeaderField): string {
  return field.redacted === true ? `"${REDACTED}"` : goQuote(field.value);
}

function summary(frame: Frame): string {
  const type = UNNAMED.has(frame.type) ? `UNKNOWN_FRAME_TYPE_${frame.typeCode}` : frame.type;
  const flags = frame.flags.length === 0 ? '' : ` flags=${frame.flags.join('|')}`;
  const stream = frame.streamId === 0 ? '' : ` stream=${frame.streamId}`;
  return `${type}${flags}${stream} len=${frame.length}${payload(frame)}`;
}

function payload(frame: Frame): string {
  const { data, settings, windowUpdate, ping, goaway, rstStream } = frame;
  if (data !== undefined) return dataPayload(frame, data);
  if (settings !== undefined && settings.length > 0) {
    const pairs = settings.map(({ id, code, value }) => `${id || `UNKNOWN_SETTING_${code}`}=${value}`);
    return `, settings: ${pairs.join(', ')}`;
  }
  if (windowUpdate !== undefined) return `${frame.streamId === 0 ? ' (conn)' : ''} incr=${windowUpdate.increment}`;
  if (ping !== undefined) return ` ping=${goQuote(hexToLatin1(ping.opaque))}`;
  if (goaway !== undefined) {
    const error = errorCode(goaway.error, goaway.errorCode);
    return ` LastStreamID=${goaway.lastStreamId} ErrCode=${error} Debug=${goQuote(goaway.debug)}`;
  }
  if (rstStream !== undefined) return ` ErrCode=${errorCode(rstStream.error, rstStream.errorCode)}`;
  return '';
}

/** Omitted is also what the trace did not keep. */
function dataPayload(frame: Frame, { preview, padding }: Data): string {
  const shown = preview.subarray(0, MAX_DATA_BYTES);
  // RFC 9113 §6.1: the Pad Length byte counts as well.
  const dataLength = frame.length - padding - (frame.flags.includes('PADDED') ? 1 : 0);
  const omitted = dataLength - shown.length;
  return ` data=${goQuote(latin1(shown))}${omitted > 0 ? ` (${omitted} bytes omitted)` : ''}`;
}

function violationError({ error, errorCode: code, scope, reason }: Violation, streamId: number): string {
  const name = errorCode(error, code);
  return scope === 'CONNECTION'
    ? `connection error: ${name}: ${printable(reason)}`
    : `stream error: stream ID ${streamId}; ${name}; ${printable(reason)}`;
}

function errorCode(name: string, code: number): string {
  return name || `unknown error code 0x${code.toString(16)}`;
}

function hexToLatin1(hex: string): string {
  return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}

/** Stable and different for every connection: "c7" is the seventh. */
function pointer(conn: string): string {
  const number = Number.parseInt(conn.slice(1), 10) || 0;
  return `0x${(HEAP_START + number * FRAMER_BYTES).toString(16)}`;
}
