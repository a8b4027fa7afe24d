/** All that the page knows and shows, in one value that is never changed in place. `reduce` makes the next one. */

import type { EventOf, TraceEvent } from '../../trace/event.ts';
import type { RecordingJson } from '../source/server-json.ts';
import type { FilterProblem, TraceSource } from '../source/source.ts';

export type Tab = 'overview' | 'wire' | 'streams' | 'connections' | 'findings';
export const TABS: readonly Tab[] = ['overview', 'wire', 'streams', 'connections', 'findings'];

/** Of a row: since its connection opened, since the row above, the clock's (UTC). One key goes through them. */
export type TimeMode = 'offset' | 'delta' | 'clock';

/** What is in the address of the page, so that it can be shared, and Back works. */
export interface Place {
  readonly tab: Tab;
  readonly filter: string;
  /** The selected event. */
  readonly seq: number | undefined;
  /** The connection that is opened in Connections, or whose stream is shown. */
  readonly conn: string | undefined;
  /** The stream that is drawn. */
  readonly streamId: number | undefined;
  /** The finding that is opened: its id. */
  readonly finding: string | undefined;
  readonly time: TimeMode;
}

/** How the page is connected, told in words. */
export type Link =
  | { readonly is: 'connecting' }
  | { readonly is: 'live' }
  /** @param retryAt milliseconds since the Unix epoch */
  | { readonly is: 'disconnected'; readonly reason: string; readonly retryAt: number }
  | { readonly is: 'file'; readonly name: string; readonly skippedLines: number };

/** Events that were lost for this reader, though the server's ring may have them. */
export interface Gap {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly dropped: number;
  readonly reason: string;
}

/** Which rows the list has, and the events that are known of them. */
export interface Rows {
  /** Without a filter: all of firstSeq to lastSeq, a row each. Undefined: none yet. */
  readonly firstSeq: number | undefined;
  readonly lastSeq: number | undefined;
  /** With a filter: those that match, oldest first. */
  readonly seqs: readonly number[] | undefined;
  readonly isCut: boolean;
  /** Whether `seqs` is of the filter in `place`: false while the server is asked. */
  readonly isReady: boolean;
  /** Came while paused; they are rows when it goes on. */
  readonly waiting: number;
}

export type Theme = 'system' | 'light' | 'dark';

export interface Notice {
  readonly text: string;
  readonly tone: 'info' | 'error';
}

export interface AppState {
  readonly place: Place;
  readonly link: Link;
  readonly rows: Rows;
  /** The newest row is kept in sight. */
  readonly isFollowing: boolean;
  readonly isPaused: boolean;
  readonly gaps: readonly Gap[];
  readonly filterProblem: FilterProblem | undefined;
  readonly recentFilters: readonly string[];
  readonly summary: Summary;
  readonly recording: RecordingJson | undefined;
  readonly theme: Theme;
  readonly notice: Notice | undefined;
  readonly isHelpOpen: boolean;
  /** Frames a second, of the last seconds. */
  readonly eventsPerSecond: number;
}

/** What is made of the events that tell of calls, connections and findings: model/summary.ts. */
export interface Summary {
  /** The newest last, bounded. */
  readonly streams: readonly StreamRow[];
  /** By id of the cause, the one seen last first. */
  readonly findings: readonly EventOf<'finding'>[];
  readonly seconds: readonly Second[];
  readonly methods: readonly MethodRow[];
  /** Open and closed, the newest first; from the server's list, or from events of a file. */
  readonly connections: readonly ConnectionRow[];
}

/** A call, open or ended. */
export interface StreamRow {
  readonly conn: string;
  readonly streamId: number;
  readonly opened: EventOf<'streamOpened'> | undefined;
  readonly closed: EventOf<'streamClosed'> | undefined;
}

/** What ended within one second. */
export interface Second {
  /** Seconds since the Unix epoch. */
  readonly at: number;
  readonly ok: number;
  /** By whose answer it was. */
  readonly application: number;
  readonly infrastructure: number;
  readonly unknown: number;
}

export interface MethodRow {
  /** "sre.echo.v1.EchoService/Echo", or "GET /path" where it is no RPC. */
  readonly method: string;
  readonly calls: number;
  readonly errors: number;
  readonly slowestMs: number;
  /** Of the calls that are kept: milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface ConnectionRow {
  readonly conn: string;
  readonly opened: EventOf<'connectionOpened'>['connectionOpened'] | undefined;
  /** Microseconds since the Unix epoch. */
  readonly openedAt: number | undefined;
  readonly closed: EventOf<'connectionClosed'>['connectionClosed'] | undefined;
  readonly streams: number;
  readonly openStreams: number;
  readonly clientBytes: number;
  readonly serverBytes: number;
  readonly ageMs: number;
  readonly idleMs: number | undefined;
}

/** What views ask for beside the state: questions, and events by number. */
export interface Services {
  readonly source: TraceSource;
  /** The event, where the page has it; else it is fetched, and the state changes when it is there. */
  eventOf(seq: number): TraceEvent | undefined;
  /** It was fetched, and nobody has it any more. */
  isGone(seq: number): boolean;
}
