/** How a view gets at the state and at events: each takes what it needs, and is drawn again when that changes. */

import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { Action } from '../state/action.ts';
import type { AppState, Place, Services } from '../state/state.ts';
import type { Store } from '../state/store.ts';

export interface App {
  readonly store: Store;
  /** Of the source that is shown now. */
  readonly services: Services;
  /** Commands that reach beyond the state: app/controls.ts. */
  readonly controls: Controls;
}

export interface Controls {
  /** Shows this file in place of the server. */
  openFile(file: File): Promise<void>;
  /** Back to the server. */
  closeFile(): void;
  /** Downloads what the filter shows. */
  exportAs(format: 'ndjson' | 'pcapng' | 'qlog' | 'pretty'): void;
  copy(text: string, what: string): Promise<void>;
  setTrace(trace: 'on' | 'paused'): Promise<void>;
  setPayloadBytes(bytes: number): Promise<void>;
}

const Context = createContext<App | undefined>(undefined);
export const AppProvider = Context.Provider;

export function useApp(): App {
  const app = useContext(Context);
  if (app === undefined) throw new Error('no <AppProvider> around this view');
  return app;
}

/** What `select` takes of the state. It is to give the same value, by `===`, while nothing of it has changed. */
export function useSelect<T>(select: (state: AppState) => T): T {
  const { store } = useApp();
  const [, redraw] = useState(0);
  const shown = useRef<T | undefined>(undefined);
  const latest = useRef(select);
  latest.current = select;
  const value = select(store.state);
  shown.current = value;
  useEffect(
    () =>
      store.subscribe(() => {
        if (latest.current(store.state) !== shown.current) redraw((n) => n + 1);
      }),
    [store],
  );
  return value;
}

export function useDispatch(): (action: Action) => void {
  return useApp().store.dispatch;
}

/** Goes somewhere else on the page. */
export function useGo(): (place: Partial<Place>) => void {
  const dispatch = useDispatch();
  return (place) => dispatch({ type: 'go', place });
}

export interface Answer<T> {
  readonly value: T | undefined;
  readonly error: string | undefined;
  readonly isLoading: boolean;
}

/**
 * What a question gives, asked again when `key` changes, and each `everyMs` where that is given. The value of the question before is
 * shown until the next one is there, unless the key has changed.
 */
export function useAnswer<T>(key: string, ask: (signal: AbortSignal) => Promise<T>, everyMs?: number): Answer<T> {
  const [answer, setAnswer] = useState<Answer<T> & { readonly key: string }>(unanswered(key));
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function once(): Promise<void> {
      try {
        const value = await latest.current(abort.signal);
        if (!abort.signal.aborted) setAnswer({ key, value, error: undefined, isLoading: false });
      } catch (error) {
        if (abort.signal.aborted) return;
        const message = error instanceof Error ? error.message : String(error);
        setAnswer((before) => ({
          key,
          value: before.key === key ? before.value : undefined,
          error: message,
          isLoading: false,
        }));
      }
      if (everyMs !== undefined && !abort.signal.aborted) timer = setTimeout(() => void once(), everyMs);
    }
    void once();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [key, everyMs]);
  return answer.key === key ? answer : unanswered(key);
}

function unanswered<T>(key: string): Answer<T> & { readonly key: string } {
  return { key, value: undefined, error: undefined, isLoading: true };
}
