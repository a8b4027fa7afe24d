/** Keys that do the same wherever they are pressed, but for fields in which people type. */

import { type Place, TABS, type Tab } from '../state/state.ts';
import type { App } from './app-context.ts';
import { focusOpener } from './opener.ts';
import { wireKeys } from './wire/wire-keys.ts';

/** What Esc closes; the list of the wire has its own keys. */
const CLOSED: Readonly<Partial<Record<Tab, Partial<Place>>>> = {
  streams: { streamId: undefined },
  connections: { conn: undefined, streamId: undefined },
  findings: { finding: undefined },
};

export function pageKeys(event: KeyboardEvent, app: App): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (app.store.state.isHelpOpen) return;
  if (generalKey(event, app) || (event.key === 'Escape' && close(app))) event.preventDefault();
  else if (app.store.state.place.tab === 'wire') wireKeys(event, app);
}

/** @returns whether it was one */
function generalKey({ key }: KeyboardEvent, { store }: App): boolean {
  const tab = TABS[Number(key) - 1];
  if (/^[1-5]$/.test(key) && tab !== undefined) store.dispatch({ type: 'go', place: { tab } });
  else if (key === '/') document.getElementById('filter')?.focus();
  else if (key === '?') store.dispatch({ type: 'helped', on: true });
  else if (key === 'Escape' && store.state.notice !== undefined) store.dispatch({ type: 'noticed', notice: undefined });
  else return false;
  return true;
}

/** @returns whether something was open */
function close({ store }: App): boolean {
  const { place } = store.state;
  const closed = CLOSED[place.tab];
  if (closed === undefined) return false;
  focusOpener();
  store.dispatch({ type: 'go', place: closed });
  return store.state.place !== place;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
