/** Going somewhere else on the page. */

import { changed } from './changed.ts';
import { newestSeq } from './row-access.ts';
import { asked } from './rows.ts';
import type { AppState, Place } from './state.ts';

export function gone(state: AppState, parts: Partial<Place>): AppState {
  const place = changed(state.place, parts);
  const isFollowing = state.isFollowing && (parts.seq === undefined || parts.seq === newestSeq(state.rows));
  const next = changed(state, { place, isFollowing });
  return place.filter === state.place.filter ? next : { ...next, ...forFilter(state, place.filter) };
}

/** Where events were lost is told of the filter before: what is held is looked through anew. */
function forFilter({ rows }: AppState, filter: string): Partial<AppState> {
  return { rows: asked(rows, filter), gaps: [], filterProblem: undefined };
}
