/** What keys do to the list, wherever on the page they are pressed. */

import { marksOf, nextEvidence } from '../../model/evidence.ts';
import { streamFilter } from '../../model/row-terms.ts';
import { nextMode } from '../../model/row-time.ts';
import { pageRows, ROW_PX } from '../../model/virtual.ts';
import { indexOf, rowCount, seqAt } from '../../state/row-access.ts';
import type { App } from '../app-context.ts';
import { nearestSeq, select, streamOf } from './select.ts';
import { positionOf, sightOf } from './sight.ts';

type Command = (app: App) => void;

/** Keys that mean something else in a pane that scrolls, and on a button. */
const LIST_KEYS: Readonly<Record<string, Command>> = {
  ArrowDown: (app) => move(app, 1),
  ArrowUp: (app) => move(app, -1),
  PageDown: (app) => move(app, page(app)),
  PageUp: (app) => move(app, -page(app)),
  Home: (app) => moveTo(app, 0),
  End: follow,
  Enter: details,
};

const LETTERS: Readonly<Record<string, Command>> = {
  j: (app) => move(app, 1),
  k: (app) => move(app, -1),
  g: (app) => moveTo(app, 0),
  G: follow,
  f: followStream,
  t: (app) => app.store.dispatch({ type: 'go', place: { time: nextMode(app.store.state.place.time) } }),
  n: (app) => evidence(app, 'next'),
  N: (app) => evidence(app, 'previous'),
  ' ': ({ store }) => store.dispatch({ type: 'paused', on: !store.state.isPaused }),
  Escape: ({ store }) =>
    store.dispatch({ type: 'go', place: { seq: undefined, conn: undefined, streamId: undefined } }),
};

/** @returns whether it was a key of the list */
export function wireKeys(event: KeyboardEvent, app: App): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  const command = commandOf(event);
  if (command === undefined) return false;
  event.preventDefault();
  command(app);
  return true;
}

function commandOf({ key, target }: KeyboardEvent): Command | undefined {
  const element = target instanceof Element ? target : null;
  if (element?.matches('input, textarea, select, [contenteditable]')) return undefined;
  if (Object.hasOwn(LIST_KEYS, key)) return isOfList(element) ? LIST_KEYS[key] : undefined;
  if (!Object.hasOwn(LETTERS, key)) return undefined;
  // A space presses what has the focus.
  return key === ' ' && element?.matches('button, a, summary, [role="tab"], [role="menuitem"]')
    ? undefined
    : LETTERS[key];
}

/** The list, or nothing in particular. */
function isOfList(element: Element | null): boolean {
  return element === null || element === document.body || element.closest('.wire-grid') !== null;
}

function page({ store }: App): number {
  return pageRows(sightOf(store).viewportPx);
}

/** From the selected row; where none is, the first step is onto the first row in sight, or onto the last while the list follows. */
function move(app: App, by: number): void {
  const { rows, place, isFollowing } = app.store.state;
  const last = rowCount(rows) - 1;
  const top = Math.ceil(positionOf(sightOf(app.store), rows) / ROW_PX);
  if (place.seq === undefined) moveTo(app, isFollowing ? last : top);
  else moveTo(app, (indexOf(rows, place.seq) ?? 0) + by);
}

function moveTo(app: App, index: number): void {
  const { rows } = app.store.state;
  const seq = seqAt(rows, Math.min(Math.max(0, index), rowCount(rows) - 1));
  if (seq !== undefined) select(app, seq);
}

/** To the newest row, and on with it. */
function follow({ store }: App): void {
  store.dispatch({ type: 'followed', on: true });
}

const NO_STREAM = { conn: undefined, streamId: undefined };

/** Nothing but the stream of the selected row. */
function followStream({ store, services }: App): void {
  const { seq } = store.state.place;
  const event = seq === undefined ? undefined : services.eventOf(seq);
  const { conn, streamId } = event === undefined ? NO_STREAM : streamOf(event);
  if (conn !== undefined && streamId !== undefined) {
    store.dispatch({ type: 'go', place: { filter: streamFilter(conn, streamId) } });
  } else {
    say(store, event === undefined ? 'f shows the stream of the selected row: select one' : 'this row is of no stream');
  }
}

function evidence(app: App, direction: 'next' | 'previous'): void {
  const { rows, place, summary } = app.store.state;
  const marks = marksOf(summary.findings, place.finding);
  const isListed = (seq: number) => nearestSeq(rows, seq) === seq;
  const seq = nextEvidence(marks, place.seq, direction, isListed);
  if (seq === undefined) say(app.store, `no ${direction} evidence of a finding in the list`);
  else select(app, seq);
}

/** The details of the selected row, or of the first one. */
function details(app: App): void {
  if (app.store.state.place.seq === undefined) move(app, 0);
  else document.querySelector<HTMLElement>('.detail :is(button, a, summary)')?.focus();
}

function say(store: App['store'], text: string): void {
  store.dispatch({ type: 'noticed', notice: { text, tone: 'info' } });
}
