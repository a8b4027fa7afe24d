/** What is known when nothing has come yet. */

import { EMPTY_SUMMARY } from '../model/summary.ts';
import { noRows } from './rows.ts';
import type { AppState, Place } from './state.ts';

/** @param place a link to a row shows that row, and does not run after the newest */
export function initialState(place: Place): AppState {
  return {
    place,
    link: { is: 'connecting' },
    rows: noRows(place.filter),
    isFollowing: place.seq === undefined,
    isPaused: false,
    gaps: [],
    filterProblem: undefined,
    recentFilters: [],
    summary: EMPTY_SUMMARY,
    recording: undefined,
    theme: 'system',
    notice: undefined,
    isHelpOpen: false,
    eventsPerSecond: 0,
  };
}

/** Of another source. What the reader looks for stays, what was pointed at is not there. */
export function ofNewSource({ place: { tab, filter, time }, theme, recentFilters }: AppState): AppState {
  const place: Place = { tab, filter, time, seq: undefined, conn: undefined, streamId: undefined, finding: undefined };
  return { ...initialState(place), theme, recentFilters };
}
