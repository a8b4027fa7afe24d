/** The one place that holds the state. */

import type { Action, Reduce } from './action.ts';
import type { AppState } from './state.ts';

export interface Store {
  readonly state: AppState;
  dispatch(action: Action): void;
  /** @param listener called behind each change. @returns ends it */
  subscribe(listener: () => void): () => void;
}

export function createStore(reduce: Reduce, initial: AppState): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get state() {
      return state;
    },
    dispatch(action) {
      const next = reduce(state, action);
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
