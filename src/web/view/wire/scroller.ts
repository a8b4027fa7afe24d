/** The element that scrolls, and the list's own position: each follows the other. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import { lastPosition, positionAfter, ROW_PX, scrollTopOf } from '../../model/virtual.ts';
import { useApp } from '../app-context.ts';
import type { Frames } from './each-frame.ts';
import { extentOf, moveTo, positionOf, resize, sightOf } from './sight.ts';

/** A wheel or a finger that rests for so long has come to its end: until then the scrollbar is left alone, which would stop it. */
const REST_MS = 150;

export interface Scroller {
  readonly element: { current: HTMLDivElement | null };
  scrolled(): void;
  wheeled(event: WheelEvent): void;
}

/** @param position that is drawn now */
export function useScroller(frames: Frames, position: number): Scroller {
  const { store } = useApp();
  const sight = sightOf(store);
  const element = useRef<HTMLDivElement>(null);
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  useLayoutEffect(() => {
    const box = element.current;
    if (box === null) return;
    const measure = () => {
      // The names of the columns stay above the rows.
      const viewportPx = Math.max(0, box.clientHeight - ROW_PX);
      if (sight.viewportPx === viewportPx) return;
      resize(sight, viewportPx, store.state.place.seq);
      frames.redraw();
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    measure();
    return () => {
      observer.disconnect();
      clearTimeout(rest.current);
    };
  }, [sight]);

  // After each drawing: the scrollbar shows where the list is.
  useLayoutEffect(() => {
    const box = element.current;
    if (box === null || rest.current !== undefined) return;
    const scrollTop = scrollTopOf(extentOf(sight, frames.state.rows), position);
    if (Math.abs(box.scrollTop - scrollTop) >= 1) box.scrollTop = scrollTop;
    sight.scrollTop = box.scrollTop;
  });

  // A selection, wherever it was made, is to stay in sight.
  useLayoutEffect(() => {
    if (!sight.stopsFollowing) return;
    sight.stopsFollowing = false;
    store.dispatch({ type: 'followed', on: false });
  });

  function rests(): void {
    rest.current = undefined;
    frames.redraw();
  }

  function byHand(): void {
    clearTimeout(rest.current);
    rest.current = setTimeout(rests, REST_MS);
  }

  return {
    element,
    scrolled() {
      const box = element.current;
      // The browser tells of what we set as well.
      if (box === null || box.scrollTop === sight.scrollTop) return;
      byHand();
      const { rows = store.state.rows } = sight;
      const extent = extentOf(sight, rows);
      const before = { position: positionOf(sight, rows), scrollTop: sight.scrollTop };
      const after = positionAfter(extent, before, box.scrollTop);
      sight.scrollTop = box.scrollTop;
      moveTo(sight, rows, after);
      // Text is being marked beyond the edge.
      frames.release();
      const { isFollowing, isPaused } = store.state;
      // To follow is to go on: whoever has paused says so.
      const isAtEnd = after >= lastPosition(extent) && (isFollowing || !isPaused);
      if (isAtEnd !== isFollowing) store.dispatch({ type: 'followed', on: isAtEnd });
      frames.redraw();
    },
    wheeled({ deltaY }) {
      // Told at once: rows that arrive until the first scroll event would take the list back to its end.
      const canMove = lastPosition(extentOf(sight, store.state.rows)) > 0;
      if (deltaY < 0 && canMove && store.state.isFollowing) {
        byHand();
        store.dispatch({ type: 'followed', on: false });
      }
    },
  };
}
