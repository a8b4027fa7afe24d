/** What each action makes of the state. Nothing is changed in place; where nothing changes it is the same object. */

import type { TraceEvent } from '../../trace/event.ts';
import { summarise, withConnections, withFindings } from '../model/summary.ts';
import type { Index } from '../source/source.ts';
import type { Action, Reduce } from './action.ts';
import { changed, kept } from './changed.ts';
import { gapsBehind, withGaps } from './gaps.ts';
import { gone } from './going.ts';
import { ofNewSource } from './initial.ts';
import { recentOf, withFilter } from './recent-filters.ts';
import { arrived, cleared, indexed, overwritten, resumed } from './rows.ts';
import type { AppState } from './state.ts';

export const reduce: Reduce = (state, action) => {
  switch (action.type) {
    case 'go':
      return gone(state, action.place);
    case 'sourceChanged':
      return ofNewSource(state);
    case 'indexed':
      return withIndex(state, action.filter, action.index);
    case 'overwritten':
      return changed(state, { rows: overwritten(state.rows, action.firstSeq, state.isPaused) });
    case 'arrived':
      return withEvents(state, action.filter, action.events);
    case 'cleared':
      return withoutRows(state);
    case 'paused':
      return paused(state, action.on);
    case 'followed':
      return changed(action.on ? paused(state, false) : state, { isFollowing: action.on });
    case 'fetched':
      // Views that show rows are drawn again by this alone.
      return { ...state, rows: { ...state.rows } };
    default:
      return changed(state, simple(state, action));
  }
};

type Simple = Exclude<
  Action,
  {
    type:
      | 'go'
      | 'sourceChanged'
      | 'indexed'
      | 'overwritten'
      | 'arrived'
      | 'cleared'
      | 'paused'
      | 'followed'
      | 'fetched';
  }
>;

/** Actions that are about one part. */
function simple(state: AppState, action: Simple): Partial<AppState> {
  switch (action.type) {
    case 'linked':
      return { link: kept(state.link, action.link) };
    case 'filterRefused':
      return { filterProblem: kept(state.filterProblem, action.problem) };
    case 'summarised':
      return { summary: summarise(state.summary, action.events, action.now) };
    case 'connectionsListed':
      return { summary: withConnections(state.summary, action.connections) };
    case 'findingsListed':
      return { summary: withFindings(state.summary, action.findings) };
    case 'rate':
      return { eventsPerSecond: action.eventsPerSecond };
    case 'recordingKnown':
      return { recording: kept(state.recording, action.recording) };
    case 'themed':
      return { theme: action.theme };
    case 'filterKept':
      return { recentFilters: withFilter(state.recentFilters, action.filter) };
    case 'filtersRemembered':
      return { recentFilters: kept(state.recentFilters, recentOf(action.filters)) };
    case 'noticed':
      return { notice: action.notice };
    case 'helped':
      return { isHelpOpen: action.on };
  }
}

/** An answer that is about a filter of before is too late. Events that it has are not missing any more. */
function withIndex(state: AppState, filter: string, index: Index): AppState {
  if (filter !== state.place.filter) return state;
  const rows = indexed(state.rows, index, state.isPaused);
  return changed(state, { rows, gaps: gapsBehind(state.gaps, index.lastSeq), filterProblem: undefined });
}

function withEvents(state: AppState, filter: string, events: readonly TraceEvent[]): AppState {
  if (filter !== state.place.filter) return state;
  return changed(state, { rows: arrived(state.rows, events, state.isPaused), gaps: withGaps(state.gaps, events) });
}

function withoutRows(state: AppState): AppState {
  const rows = cleared(state.rows);
  return changed(state, { rows, gaps: gapsBehind(state.gaps, Number.POSITIVE_INFINITY) });
}

function paused(state: AppState, on: boolean): AppState {
  return changed(state, { isPaused: on, rows: on ? state.rows : resumed(state.rows) });
}
