/** States and events that tests of state/ begin with. */

import type { TraceEvent } from '../../../src/trace/event.ts';
import type { Index } from '../../../src/web/source/source.ts';
import type { Action } from '../../../src/web/state/action.ts';
import { initialState } from '../../../src/web/state/initial.ts';
import { DEFAULT_PLACE } from '../../../src/web/state/place.ts';
import { reduce } from '../../../src/web/state/reduce.ts';
import { rowCount, seqAt } from '../../../src/web/state/row-access.ts';
import type { AppState, Rows } from '../../../src/web/state/state.ts';
import { frame, START, stamp } from '../../support/events.ts';

export function start(filter = ''): AppState {
  return initialState({ ...DEFAULT_PLACE, tab: 'wire', filter });
}

/** Each state is frozen: what would change it in place fails. */
export function after(state: AppState, ...actions: readonly Action[]): AppState {
  return actions.reduce((before, action) => reduce(deepFrozen(before), action), state);
}

export function arrive(seqs: readonly number[], filter = ''): Action {
  return { type: 'arrived', filter, events: seqs.map(eventAt) };
}

export function arriveEvents(events: readonly TraceEvent[], filter = ''): Action {
  return { type: 'arrived', filter, events };
}

export function index(
  firstSeq: number | undefined,
  lastSeq: number | undefined,
  seqs?: readonly number[],
  filter = '',
): Action {
  const answer: Index = { firstSeq, lastSeq, seqs, isCut: false };
  return { type: 'indexed', filter, index: answer };
}

export function eventAt(seq: number): TraceEvent {
  return stamp([frame('CLIENT', 'PING', 0)], 'c1', seq)[0] as TraceEvent;
}

/** As sinks/loss.ts makes it: in the place of the first that was lost. */
export function announced(firstSeq: number, lastSeq: number): TraceEvent {
  const traceLost = { reason: 'slow', dropped: lastSeq - firstSeq + 1, firstSeq, lastSeq };
  return { seq: firstSeq, time: START, offsetMs: 0, conn: '', kind: 'traceLost', traceLost };
}

/** All rows by number. */
export function rowsOf(rows: Rows): number[] {
  return Array.from({ length: rowCount(rows) }, (_, n) => seqAt(rows, n) ?? Number.NaN);
}

export function deepFrozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const each of Object.values(value)) deepFrozen(each);
  return value;
}
