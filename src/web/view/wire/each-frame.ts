import { useEffect, useMemo, useState } from 'preact/hooks';
import type { AppState } from '../../state/state.ts';
import { useApp } from '../app-context.ts';

export interface Frames {
  readonly state: AppState;
  /** Draws with the next frame. */
  redraw(): void;
  /** Nothing is drawn until `release`: what is about to be clicked is not to move away. */
  hold(): void;
  release(): void;
}

/** All of the state, drawn at most once a frame of the browser, however often it changes. A page that is not seen draws nothing. */
export function useEachFrame(): Frames {
  const { store } = useApp();
  const [, draw] = useState(0);
  const clock = useMemo(() => createClock(() => draw((n) => n + 1)), []);
  const drawn = store.state;
  useEffect(() => {
    // What changed between the first drawing and now.
    if (store.state !== drawn) clock.redraw();
    return store.subscribe(clock.redraw);
  }, [store]);
  useEffect(() => clock.stop, []);
  return { state: drawn, ...clock };
}

function createClock(draw: () => void) {
  let frame = 0;
  let isHeld = false;
  let isWanted = false;

  function redraw(): void {
    isWanted = true;
    if (frame === 0 && !isHeld) frame = requestAnimationFrame(tick);
  }

  function tick(): void {
    frame = 0;
    if (isHeld) return;
    isWanted = false;
    draw();
  }

  return {
    redraw,
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
      if (isWanted) redraw();
    },
    stop: () => cancelAnimationFrame(frame),
  };
}
