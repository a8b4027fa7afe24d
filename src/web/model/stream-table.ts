/** The calls of the page as rows: which ones, in which order, and what each column has. */

import { printableBytes } from '../../formats/escape.ts';
import type { Transfer } from '../../trace/event.ts';
import type { StreamRow } from '../state/state.ts';
import { OPEN, type Outcome, outcomeOf } from './stream-story-outcome.ts';

export interface Call {
  /** "c3/5" */
  readonly key: string;
  readonly conn: string;
  readonly streamId: number;
  /** When it began: microseconds since the Unix epoch; undefined where neither end of it is known. */
  readonly time: number | undefined;
  /** "pkg.Service/Method", "GET /path"; empty where it is not known. */
  readonly method: string;
  readonly outcome: Outcome;
  /** Undefined while it is open. */
  readonly origin: string | undefined;
  readonly durationMs: number | undefined;
  readonly firstByteMs: number | undefined;
  readonly request: Transfer | undefined;
  readonly response: Transfer | undefined;
}

export type Show = 'all' | 'open' | 'failed' | 'infrastructure';
export const SHOWS: readonly Show[] = ['all', 'open', 'failed', 'infrastructure'];

export type Column =
  | 'time'
  | 'stream'
  | 'method'
  | 'outcome'
  | 'origin'
  | 'duration'
  | 'first byte'
  | 'messages'
  | 'bytes';

export interface Sort {
  readonly column: Column;
  readonly isDescending: boolean;
}

export const NEWEST_FIRST: Sort = { column: 'time', isDescending: true };

export interface StreamTable {
  readonly calls: readonly Call[];
  /** Those that match, and are not drawn. */
  readonly left: number;
  readonly counts: { readonly [show in Show]: number };
}

/** What is drawn at once without a pause: each row has a dozen elements. */
export const MAX_CALLS = 300;

const MATCHES: { readonly [show in Show]: (call: Call) => boolean } = {
  all: () => true,
  open: ({ outcome }) => outcome.is === 'open',
  failed: ({ outcome }) => outcome.is === 'failed',
  // A call that went well has an origin too, which nobody looks for.
  infrastructure: ({ origin, outcome }) => origin === 'INFRASTRUCTURE' && outcome.is === 'failed',
};

type Value = number | string | undefined;

const VALUES: { readonly [column in Column]: (call: Call) => Value } = {
  time: ({ time }) => time,
  // By connection in the order in which they opened: c9 before c10.
  stream: ({ conn, streamId }) => Number(conn.slice(1)) * 2 ** 31 + streamId,
  method: ({ method }) => method,
  outcome: ({ outcome }) => outcome.text,
  origin: ({ origin }) => origin,
  duration: ({ durationMs }) => durationMs,
  'first byte': ({ firstByteMs }) => firstByteMs,
  messages: ({ request, response }) => sum(request?.messages, response?.messages),
  bytes: ({ request, response }) => sum(request?.bytes, response?.bytes),
};

export function streamTable(streams: readonly StreamRow[], show: Show, { column, isDescending }: Sort): StreamTable {
  const all = streams.map(callOf);
  const matching = all.filter(MATCHES[show]);
  const value = VALUES[column];
  const order = isDescending ? -1 : 1;
  // Rows that are equal here stay newest first.
  const sorted = matching.reverse().sort((a, b) => compare(value(a), value(b), order));
  return {
    calls: sorted.slice(0, MAX_CALLS),
    left: Math.max(sorted.length - MAX_CALLS, 0),
    counts: {
      all: all.length,
      open: all.filter(MATCHES.open).length,
      failed: all.filter(MATCHES.failed).length,
      infrastructure: all.filter(MATCHES.infrastructure).length,
    },
  };
}

/** What a click on a header makes of the order: the other way round, or the direction that is asked for most. */
export function sortedBy(sort: Sort, column: Column): Sort {
  if (sort.column === column) return { column, isDescending: !sort.isDescending };
  return { column, isDescending: !['stream', 'method', 'outcome', 'origin'].includes(column) };
}

function callOf({ conn, streamId, opened, closed }: StreamRow): Call {
  const end = closed?.streamClosed;
  return {
    key: `${conn}/${streamId}`,
    conn,
    streamId,
    time: opened?.time ?? (closed === undefined ? undefined : closed.time - closed.streamClosed.durationMs * 1000),
    method: methodOf(opened?.streamOpened),
    outcome: end === undefined ? OPEN : outcomeOf(end, opened?.streamOpened.rpc),
    origin: end?.origin,
    durationMs: end?.durationMs,
    firstByteMs: end?.firstByteMs,
    request: end?.request,
    response: end?.response,
  };
}

function methodOf(opened: NonNullable<StreamRow['opened']>['streamOpened'] | undefined): string {
  if (opened === undefined) return '';
  const { rpc, method, path } = opened;
  return printableBytes(rpc === undefined ? `${method} ${path}` : `${rpc.service}/${rpc.method}`);
}

/** What is not known comes last, whichever way the order is. */
function compare(a: Value, b: Value, order: number): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  return (a < b ? -1 : 1) * order;
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}
