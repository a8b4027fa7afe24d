/** The list of all events, in order: only the rows in sight are elements of the page. */

import { useLayoutEffect } from 'preact/hooks';
import { scrollerPx, type Visible, visibleRows } from '../../model/virtual.ts';
import { seqAt } from '../../state/row-access.ts';
import type { AppState } from '../../state/state.ts';
import { type App, useApp } from '../app-context.ts';
import { useEachFrame } from './each-frame.ts';
import { useScroller } from './scroller.ts';
import { streamOf } from './select.ts';
import { extentOf, settle, sightOf } from './sight.ts';
import { WireBar } from './wire-bar.tsx';
import { WireEmpty } from './wire-empty.tsx';
import { rowId } from './wire-row.tsx';
import { OVERSCAN, WireWindow } from './wire-window.tsx';

export function WireList() {
  const app = useApp();
  const frames = useEachFrame();
  const { state } = frames;
  const sight = sightOf(app.store);
  const position = settle(sight, state);
  const extent = extentOf(sight, state.rows);
  const scroller = useScroller(frames, position);
  useKnownStream(app, state);
  useFocus(app, scroller.element);
  const visible = visibleRows(extent, position, OVERSCAN);
  return (
    <section class="wire" aria-label="wire">
      <WireBar state={state} focusList={() => scroller.element.current?.focus()} />
      <div class="wire-body">
        {/* biome-ignore lint/a11y/useSemanticElements: a <table> lays out all of its rows at each change. */}
        <div
          ref={scroller.element}
          class="wire-grid"
          role="grid"
          aria-label="events"
          aria-rowcount={extent.rows + 1}
          aria-activedescendant={activeRow(state, visible)}
          tabIndex={0}
          onScroll={scroller.scrolled}
          onWheel={scroller.wheeled}
        >
          <Head />
          <div role="presentation" style={{ height: `${scrollerPx(extent)}px` }}>
            {extent.rows > 0 && <WireWindow app={app} frames={frames} visible={visible} extent={extent} />}
          </div>
        </div>
        {extent.rows === 0 && <WireEmpty state={state} />}
      </div>
    </section>
  );
}

/** What assistive technology takes for the focused row. */
function activeRow({ place, rows }: AppState, { first, end }: Visible): string | undefined {
  const [top = Number.POSITIVE_INFINITY, bottom = 0] = [seqAt(rows, first), seqAt(rows, end - 1)];
  return place.seq !== undefined && place.seq >= top && place.seq <= bottom ? rowId(place.seq) : undefined;
}

const COLUMNS: readonly (readonly [string, string])[] = [
  ['mark', ''],
  ['seq', '#'],
  ['time', 'time'],
  ['conn', 'conn'],
  ['stream', 'stream'],
  ['from', 'from'],
  ['what', 'what'],
  ['length', 'len'],
  ['info', 'info'],
];

function Head() {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: names of columns do nothing.
    // biome-ignore lint/a11y/useSemanticElements: as the grid.
    <div class="wire-row wire-head" role="row" aria-rowindex={1}>
      {COLUMNS.map(([name, word]) => (
        // biome-ignore lint/a11y/useFocusableInteractive: names of columns do nothing.
        // biome-ignore lint/a11y/useSemanticElements: as the grid.
        <span key={name} role="columnheader" class={`wire-${name}`}>
          {name === 'mark' ? <span class="visually-hidden">evidence</span> : word}
        </span>
      ))}
    </div>
  );
}

/** A row that was selected before its event was known: its stream is drawn when it is. */
function useKnownStream(app: App, { place }: AppState): void {
  const event = place.seq === undefined || place.conn !== undefined ? undefined : app.services.eventOf(place.seq);
  useLayoutEffect(() => {
    if (event !== undefined && event.conn !== '') app.store.dispatch({ type: 'go', place: streamOf(event) });
  }, [event]);
}

/** The list is made anew when its tab is opened again: whoever was in it by keys still is. */
function useFocus({ store }: App, grid: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const element = grid.current;
    const sight = sightOf(store);
    if (sight.hadFocus && document.activeElement === document.body) element?.focus();
    return () => {
      sight.hadFocus = element?.contains(document.activeElement) ?? false;
    };
  }, [store]);
}
