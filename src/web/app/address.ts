/** Keeps the address of the page and the state in step: a link shows what was seen, and Back works. */

import { hashOf, isSamePage, placeOf } from '../state/place.ts';
import type { Store } from '../state/store.ts';

/** What of `window` it takes. */
export interface AddressBar {
  readonly hash: () => string;
  readonly push: (hash: string) => void;
  readonly replace: (hash: string) => void;
  /** @param moved called when Back, Forward or a typed address has changed the hash */
  readonly onMoved: (moved: () => void) => void;
}

export function keepAddress(store: Store, bar: AddressBar): void {
  let shown = store.state.place;
  let isMoving = false;
  store.subscribe(() => {
    const { place } = store.state;
    if (place === shown) return;
    const hash = hashOf(place);
    const isSame = isSamePage(shown, place);
    shown = place;
    if (hash === bar.hash()) return;
    if (isSame || isMoving) bar.replace(hash);
    else bar.push(hash);
  });
  bar.onMoved(() => {
    // An address may say the same in another way, "" for one: written anew as a step, it would take away what Forward leads to.
    isMoving = true;
    store.dispatch({ type: 'go', place: placeOf(bar.hash()) });
    isMoving = false;
  });
}
