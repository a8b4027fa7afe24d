/** Rows for HTTP/2 frames: what matters of a frame in the line, its header list and its violation under it. */

import type { Frame, Headers, Setting, Side, Violation, Window } from '../trace/event.ts';
import { goQuote, latin1, printable, printableBytes } from './escape.ts';
import { printableValue } from './header-value.ts';
import type { Palette } from './palette.ts';
import { DETAIL_COLUMNS, join, MAX_VALUE_CHARS, type PrettyRow } from './pretty-row.ts';
import { cut, duration, wrap } from './text.ts';

/** Of the content of a DATA frame. What is in it is better seen in its messages. */
const MAX_DATA_BYTES = 32;
const MAX_DATA_COLUMNS = 20;

/** What fits behind the columns of a line of 100. */
const SUMMARY_COLUMNS = 53;

export function frameRow(frame: Frame, palette: Palette): PrettyRow {
  const { from, type, typeCode, streamId, length, flags, headers, settings, violation } = frame;
  const details: string[] = [];
  if (headers !== undefined) details.push(...headerLines(headers, from, palette));
  if (settings !== undefined && !fitsInLine(settings)) details.push(...wrap(settingsText(settings), DETAIL_COLUMNS));
  if (violation !== undefined) details.push(...violationLines(violation).map(palette.error));
  return {
    side: from,
    streamId,
    label: type === 'UNKNOWN' ? `UNKNOWN 0x${typeCode.toString(16)}` : type,
    length,
    summary: join(body(frame, palette), palette.dim(flags.join(' ')), palette.dim(windowText(frame.window))),
    details,
  };
}

function headerLines({ fields, incomplete }: Headers, from: Side, palette: Palette): string[] {
  const lines = fields.map((field) => {
    const never = field.representation === 'NEVER_INDEXED' ? palette.dim('  never indexed') : '';
    const name = cut(printableBytes(field.name), MAX_VALUE_CHARS);
    return `${palette.side(from, name)}: ${cut(printableValue(field), MAX_VALUE_CHARS)}${never}`;
  });
  if (incomplete !== undefined) lines.push(palette.warning(`header list incomplete: ${printable(incomplete)}`));
  return lines;
}

function body(frame: Frame, palette: Palette): string {
  const { headers, data, settings, ping, goaway, rstStream, windowUpdate } = frame;
  if (headers !== undefined) return headersText(frame, headers);
  if (data !== undefined) return cut(goQuote(latin1(data.preview.subarray(0, MAX_DATA_BYTES))), MAX_DATA_COLUMNS);
  if (settings !== undefined) return fitsInLine(settings) ? settingsText(settings) : '';
  if (ping !== undefined) return join(ping.opaque, ping.rttMs === undefined ? '' : `rtt ${duration(ping.rttMs)}`);
  if (windowUpdate !== undefined) return `incr=${windowUpdate.increment}`;
  if (rstStream !== undefined) return errorText(rstStream.error, rstStream.errorCode, palette);
  if (goaway !== undefined) {
    const debug = goaway.debug === '' ? '' : cut(goQuote(goaway.debug), MAX_VALUE_CHARS);
    return join(errorText(goaway.error, goaway.errorCode, palette), debug, `last stream ${goaway.lastStreamId}`);
  }
  return rareBody(frame);
}

function rareBody({ priority, altsvc, origin, priorityUpdate, unknown }: Frame): string {
  if (priority !== undefined) {
    const { streamDependency, weight, exclusive } = priority;
    return `depends on ${streamDependency}, weight ${weight}${exclusive ? ', exclusive' : ''}`;
  }
  if (altsvc !== undefined) return cut(printableBytes(join(altsvc.origin, altsvc.fieldValue)), MAX_VALUE_CHARS);
  if (origin !== undefined) return cut(printableBytes(origin.origins.join(' ')), MAX_VALUE_CHARS);
  if (priorityUpdate !== undefined) {
    const value = cut(printableBytes(priorityUpdate.fieldValue), MAX_VALUE_CHARS);
    return `stream ${priorityUpdate.prioritizedStreamId}: ${value}`;
  }
  return unknown === undefined
    ? ''
    : cut(goQuote(latin1(unknown.preview.subarray(0, MAX_DATA_BYTES))), MAX_DATA_COLUMNS);
}

/** What is left of a line for a request beside END_HEADERS. Its path is whole in the fields under it. */
const REQUEST_COLUMNS = SUMMARY_COLUMNS - '  END_HEADERS'.length;

/** "POST /svc/Method" of a request, ":status 200" and "grpc-status 0" of what answers it. */
function headersText({ pushPromise }: Frame, headers: Headers): string {
  const promised = pushPromise === undefined ? '' : `promises ${pushPromise.promisedStreamId}`;
  const request = cut(`${fieldValue(headers, ':method')} ${fieldValue(headers, ':path')}`.trim(), REQUEST_COLUMNS);
  const status = fieldValue(headers, ':status');
  const grpcStatus = fieldValue(headers, 'grpc-status');
  return join(
    promised,
    request,
    status === '' ? '' : `:status ${status}`,
    grpcStatus === '' ? '' : `grpc-status ${grpcStatus}`,
  );
}

function fieldValue({ fields }: Headers, name: string): string {
  const field = fields.find((candidate) => candidate.name === name);
  return field === undefined ? '' : cut(printableValue(field), MAX_VALUE_CHARS);
}

function fitsInLine(settings: readonly Setting[]): boolean {
  return settingsText(settings).length <= SUMMARY_COLUMNS;
}

function settingsText(settings: readonly Setting[]): string {
  return settings.map(({ id, code, value }) => `${id || `0x${code.toString(16)}`}=${value}`).join(' ');
}

/** "window 65523/131072": what is left on the stream and on the connection; on stream 0 the connection only. */
function windowText(window: Window | undefined): string {
  if (window === undefined) return '';
  return window.stream === undefined ? `window ${window.connection}` : `window ${window.stream}/${window.connection}`;
}

function errorText(name: string, code: number, palette: Palette): string {
  const text = name || `error 0x${code.toString(16)}`;
  return code === 0 ? text : palette.error(text);
}

function violationLines({ error, errorCode, scope, reason, spec }: Violation): string[] {
  const name = error || `error 0x${errorCode.toString(16)}`;
  return wrap(`violation ${name} (${scope}): ${printable(reason)}, ${spec}`, DETAIL_COLUMNS);
}
