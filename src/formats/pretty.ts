/**
 * The format for people: one line an event in columns, what is in it indented under it.
 *
 *     time         conn   stream type         length  summary and flags
 *     01:42:47.123 c1   → 1    HEADERS           86  POST /svc/Method  END_HEADERS
 *
 * An arrow → points from the client to the server, ← back. Times are UTC.
 */

import type { Side, TraceEvent } from '../trace/event.ts';
import type { Format } from './format.ts';
import { ansiPalette, type Palette, plainPalette } from './palette.ts';
import { connectionClosedRow, connectionOpenedRow, findingRow, traceLostRow } from './pretty-connection.ts';
import { frameRow } from './pretty-frame.ts';
import type { PrettyRow } from './pretty-row.ts';
import { http1Row, messageRow, streamClosedRow, streamOpenedRow } from './pretty-stream.ts';
import { timeOfDay } from './time.ts';

export interface PrettyOptions {
  readonly colour: boolean;
  /** CLOCK: time of day. OFFSET: milliseconds since the connection opened. */
  readonly time: 'CLOCK' | 'OFFSET';
}

/** Under the type, and a little further. */
const INDENT = ' '.repeat(27);

/** The longest type, PRIORITY_UPDATE, and five digits fit. */
const LABEL_AND_LENGTH_COLUMNS = 20;

const ARROWS: { readonly [side in Side]: string } = { CLIENT: '→', SERVER: '←' };

export function createPrettyFormat({ colour, time }: PrettyOptions): Format {
  const palette = colour ? ansiPalette : plainPalette;
  return (event) => {
    const row = rowOf(event, palette);
    const lines = [firstLine(event, row, time, palette)];
    for (const detail of row.details) lines.push(INDENT + detail);
    return lines;
  };
}

/** What a line has, without its time and connection. */
export function rowOf(event: TraceEvent, palette: Palette): PrettyRow {
  switch (event.kind) {
    case 'connectionOpened':
      return connectionOpenedRow(event.connectionOpened, palette);
    case 'frame':
      return frameRow(event.frame, palette);
    case 'message':
      return messageRow(event.message, palette);
    case 'streamOpened':
      return streamOpenedRow(event.streamOpened);
    case 'streamClosed':
      return streamClosedRow(event.streamClosed, palette);
    case 'http1':
      return http1Row(event.http1, palette);
    case 'finding':
      return findingRow(event.finding, palette);
    case 'connectionClosed':
      return connectionClosedRow(event.connectionClosed, palette);
    case 'traceLost':
      return traceLostRow(event.traceLost, palette);
  }
}

function firstLine(event: TraceEvent, row: PrettyRow, time: PrettyOptions['time'], palette: Palette): string {
  const when = time === 'CLOCK' ? timeOfDay(event.time) : `+${event.offsetMs.toFixed(3)}`.padStart(12);
  const { side } = row;
  const arrow = side === undefined ? ' ' : palette.side(side, ARROWS[side]);
  const stream = String(row.streamId ?? '').padEnd(4);
  const label = side === undefined ? row.label : palette.side(side, row.label);
  const length = String(row.length ?? '').padStart(LABEL_AND_LENGTH_COLUMNS - row.label.length);
  return `${palette.dim(when)} ${event.conn.padEnd(4)} ${arrow} ${stream} ${label}${length}  ${row.summary}`.trimEnd();
}
