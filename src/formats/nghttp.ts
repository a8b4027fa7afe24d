/**
 * What `nghttpd -v` prints, and `nghttp -v` but for the `[id=N]` in front, which is the number of the connection.
 *
 * Not the same: times count from the opening of the connection; CONTINUATION frames are printed (nghttp2 folds them into
 * their HEADERS frame), and fields belong to the frame that ends their block; the final response is always the "First
 * response header", also after a 1xx. Events that nghttpd has no line for print nothing, except traceLost.
 */

import type { Frame, HeaderField, Side, TraceEvent } from '../trace/event.ts';
import { printable, printableBytes } from './escape.ts';
import type { Format } from './format.ts';
import { printableValue } from './header-value.ts';
import { describeLoss } from './lost.ts';
import { hexCode, nghttpAttributes } from './nghttp-attributes.ts';
import { createRoles } from './roles.ts';

const INDENT = ' '.repeat(10);

export function createNghttpFormat(): Format {
  const roles = createRoles();
  return (event) => {
    roles.observe(event);
    return nghttpLines(event, roles.ours(event.conn));
  };
}

function nghttpLines(event: TraceEvent, ours: Side): readonly string[] {
  const at = prefix(event);
  switch (event.kind) {
    case 'connectionOpened':
      return event.connectionOpened.role === 'CLIENT' ? [`${at} Connected`] : [];
    case 'frame':
      return frameLines(event.frame, at, ours);
    case 'streamClosed':
      return [`${at} stream_id=${event.streamClosed.streamId} closed`];
    case 'connectionClosed':
      return [`${at} closed`];
    case 'traceLost':
      return [`${at} [ERROR] trace lost: ${describeLoss(event.traceLost)}`];
    default:
      return [];
  }
}

/** "[id=1] [  0.497]": seconds and milliseconds. Without the id where an event is about no single connection. */
function prefix(event: TraceEvent): string {
  const milliseconds = Math.floor(event.offsetMs);
  const seconds = String(Math.floor(milliseconds / 1000)).padStart(3);
  const id = event.conn === '' ? '' : `[id=${event.conn.slice(1)}] `;
  return `${id}[${seconds}.${String(milliseconds % 1000).padStart(3, '0')}]`;
}

function frameLines(frame: Frame, at: string, ours: Side): readonly string[] {
  const sent = frame.from === ours;
  const { headers, violation } = frame;
  const invalid = violation === undefined ? '' : `[INVALID; error=${printable(violation.reason)}] `;
  const head = `<length=${frame.length}, flags=${hexCode(frame.flagBits)}, stream_id=${frame.streamId}>`;
  const attributes = nghttpAttributes(frame);
  if (frame.flagBits !== 0) attributes.unshift(`; ${knownFlags(frame)}`);
  if (headers?.incomplete !== undefined) attributes.push(`; Header list incomplete: ${printable(headers.incomplete)}`);
  if (sent && headers !== undefined) for (const field of headers.fields) attributes.push(fieldText(field));

  const lines = [`${at} ${invalid}${sent ? 'send' : 'recv'} ${typeName(frame)} frame ${head}`];
  for (const attribute of attributes) lines.push(INDENT + attribute);
  // nghttp2 hands fields that it reads to the program one by one, and the frame after them.
  if (!sent && headers !== undefined)
    lines.unshift(...headers.fields.map((field) => readField(field, at, frame.streamId)));
  return lines;
}

function readField(field: HeaderField, at: string, streamId: number): string {
  const sensitive = field.representation === 'NEVER_INDEXED' ? ', sensitive' : '';
  return `${at} recv (stream_id=${streamId}${sensitive}) ${fieldText(field)}`;
}

function fieldText(field: HeaderField): string {
  return `${printableBytes(field.name)}: ${printableValue(field)}`;
}

function typeName(frame: Frame): string {
  return frame.type === 'UNKNOWN' ? `extension(${hexCode(frame.typeCode)})` : frame.type;
}

/** nghttp2 leaves out the bits that have no name. */
function knownFlags(frame: Frame): string {
  return frame.flags.filter((flag) => !flag.startsWith('0x')).join(' | ');
}
