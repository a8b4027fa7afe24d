/**
 * What the values of a row are as conditions of a filter. Each is true or false of every event, so that its contrary is too: in CEL what
 * an event does not have is an error, and so is the contrary of that (docs/filters.md).
 */

import { celString } from '../../filter/quote.ts';
import type { EventKind, TraceEvent } from '../../trace/event.ts';
import type { Term } from './filter-terms.ts';
import type { RowText } from './row.ts';

/** Which value of a row was clicked. */
export type Column = 'conn' | 'stream' | 'from' | 'what';
export const COLUMNS: readonly Column[] = ['conn', 'stream', 'from', 'what'];

/** Each column's conditions, all of which are to hold; undefined where the row has nothing to filter by. */
export function rowTerms(event: TraceEvent, row: RowText, column: Column): readonly Term[] | undefined {
  switch (column) {
    case 'conn':
      return row.conn === '' ? undefined : [connTerm(row.conn)];
    case 'stream':
      // Stream 5 is another one on each connection.
      return row.streamId === undefined || row.conn === '' ? undefined : [connTerm(row.conn), streamTerm(row.streamId)];
    case 'from':
      return row.side === undefined ? undefined : [sideTerm(row.side)];
    case 'what':
      return [whatTerm(event, row)];
  }
}

/** One condition of several, for what takes its contrary. */
export function allOf(terms: readonly Term[]): Term {
  const [first, ...others] = terms;
  if (first !== undefined && others.length === 0) return first;
  return { cel: terms.map(({ cel }) => cel).join(' && ') };
}

/** As a filter of short forms, where the connection has a name that they take. */
export function streamFilter(conn: string, streamId: number): string {
  const terms = [connTerm(conn), streamTerm(streamId)];
  return terms.some(({ short }) => short === undefined) ? allOf(terms).cel : terms.map(({ short }) => short).join(' ');
}

function connTerm(conn: string): Term {
  const cel = `conn == ${celString(conn)}`;
  return /^c\d{1,15}$/.test(conn) ? { short: `conn:${conn}`, cel } : { cel };
}

const WITH_STREAM: readonly EventKind[] = ['frame', 'message', 'streamOpened', 'streamClosed'];

function streamTerm(streamId: number): Term {
  const places = WITH_STREAM.map((kind) => `kind == "${kind}" && ${kind}.streamId == ${streamId}`);
  places.push(`kind == "finding" && has(finding.streamId) && finding.streamId == ${streamId}`);
  places.push(`kind == "http1" && http1.index == ${streamId}`);
  return { short: `stream:${streamId}`, cel: `(${places.join(' || ')})` };
}

const WITH_SIDE: readonly EventKind[] = ['frame', 'message', 'http1'];

function sideTerm(side: string): Term {
  const places = WITH_SIDE.map((kind) => `kind == "${kind}" && ${kind}.from == ${celString(side)}`);
  return { short: `from:${side.toLowerCase()}`, cel: `(${places.join(' || ')})` };
}

function whatTerm(event: TraceEvent, { label }: RowText): Term {
  if (event.kind !== 'frame') return { short: `kind:${event.kind}`, cel: `kind == ${celString(event.kind)}` };
  if (label === 'TRAILERS') {
    return { cel: 'kind == "frame" && has(frame.headers) && frame.headers.category == "TRAILERS"' };
  }
  const { type } = event.frame;
  return { short: `type:${type}`, cel: `kind == "frame" && frame.type == ${celString(type)}` };
}
