/** What can happen to the state. */

import type { EventOf, TraceEvent } from '../../trace/event.ts';
import type { RecordingJson, SummaryJson } from '../source/server-json.ts';
import type { FilterProblem, Index } from '../source/source.ts';
import type { AppState, Link, Notice, Place, Theme } from './state.ts';

export type Action =
  /** Somebody went somewhere: the rest of the place stays as it is. */
  | { readonly type: 'go'; readonly place: Partial<Place> }
  | { readonly type: 'linked'; readonly link: Link }
  /** The source is another one: all that was known is gone. */
  | { readonly type: 'sourceChanged' }
  /** What is held, as far as it matches `filter`. */
  | { readonly type: 'indexed'; readonly filter: string; readonly index: Index }
  /** The oldest that is still held: older rows can be shown no more. */
  | { readonly type: 'overwritten'; readonly firstSeq: number }
  | { readonly type: 'filterRefused'; readonly problem: FilterProblem }
  /** New events that match `filter`, in their order, with announcements of loss among them. */
  | { readonly type: 'arrived'; readonly filter: string; readonly events: readonly TraceEvent[] }
  /** New events that tell of calls, connections and findings, whatever the filter. `now`: milliseconds since the Unix epoch. */
  | { readonly type: 'summarised'; readonly events: readonly TraceEvent[]; readonly now: number }
  | { readonly type: 'connectionsListed'; readonly connections: readonly SummaryJson[] }
  | { readonly type: 'findingsListed'; readonly findings: readonly EventOf<'finding'>[] }
  /** Events have been fetched: views ask for them again. */
  | { readonly type: 'fetched' }
  | { readonly type: 'rate'; readonly eventsPerSecond: number }
  | { readonly type: 'followed'; readonly on: boolean }
  | { readonly type: 'paused'; readonly on: boolean }
  /** The list begins with what comes next. */
  | { readonly type: 'cleared' }
  | { readonly type: 'recordingKnown'; readonly recording: RecordingJson }
  | { readonly type: 'themed'; readonly theme: Theme }
  | { readonly type: 'filterKept'; readonly filter: string }
  | { readonly type: 'filtersRemembered'; readonly filters: readonly string[] }
  | { readonly type: 'noticed'; readonly notice: Notice | undefined }
  | { readonly type: 'helped'; readonly on: boolean };

export type Reduce = (state: AppState, action: Action) => AppState;
