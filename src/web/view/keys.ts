/** Keys that do the same wherever they are pressed, but for fields in which people type. */

import { TABS } from '../state/state.ts';
import type { App } from './app-context.ts';
import { wireKeys } from './wire/wire-keys.ts';

export function pageKeys(event: KeyboardEvent, app: App): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (app.store.state.isHelpOpen) return;
  if (generalKey(event, app)) event.preventDefault();
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

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
