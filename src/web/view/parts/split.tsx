import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { remember, remembered } from '../remembered.ts';

export interface SplitProps {
  /** Under which its size is remembered. */
  readonly name: string;
  /** `rows`: one above the other; `columns`: side by side. */
  readonly as: 'rows' | 'columns';
  /** Percent of the first part. */
  readonly initial: number;
  readonly first: ComponentChildren;
  /** Undefined: the first part has all of it, and stays what it is when there is a second one. */
  readonly second: ComponentChildren;
}

/** Neither part may be dragged out of sight. */
const [LEAST, MOST] = [15, 85];
const STEP = 4;

/** Two parts and a bar between them, to be dragged, or moved by arrow keys; or the first alone. */
export function Split({ name, as, initial, first, second }: SplitProps) {
  const box = useRef<HTMLDivElement>(null);
  const [percent, setPercent] = useState(() => within(Number(remembered(`split-${name}`) ?? initial), initial));

  function resize(next: number): void {
    const size = within(next, initial);
    setPercent(size);
    remember(`split-${name}`, String(size));
  }

  function drag(event: PointerEvent): void {
    if (!(event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) return;
    const rect = box.current?.getBoundingClientRect();
    if (rect === undefined) return;
    resize(
      as === 'rows'
        ? ((event.clientY - rect.top) / rect.height) * 100
        : ((event.clientX - rect.left) / rect.width) * 100,
    );
  }

  function pressed(event: KeyboardEvent): void {
    const less = as === 'rows' ? 'ArrowUp' : 'ArrowLeft';
    const more = as === 'rows' ? 'ArrowDown' : 'ArrowRight';
    if (event.key !== less && event.key !== more) return;
    event.preventDefault();
    event.stopPropagation();
    resize(percent + (event.key === more ? STEP : -STEP));
  }

  const isAlone = second === undefined;
  return (
    <div ref={box} class={`split split-${as}`}>
      <div key="first" class="split-part" style={{ flexBasis: isAlone ? '100%' : `${percent}%` }}>
        {first}
      </div>
      {!isAlone && (
        // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved.
        <div
          key="bar"
          class="split-bar"
          role="separator"
          tabIndex={0}
          aria-label={as === 'rows' ? 'height of the part above' : 'width of the part at the left'}
          aria-orientation={as === 'rows' ? 'horizontal' : 'vertical'}
          aria-valuemin={LEAST}
          aria-valuemax={MOST}
          aria-valuenow={Math.round(percent)}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={drag}
          onKeyDown={pressed}
        />
      )}
      {!isAlone && (
        <div key="second" class="split-part" style={{ flexBasis: `${100 - percent}%` }}>
          {second}
        </div>
      )}
    </div>
  );
}

function within(percent: number, initial: number): number {
  return Number.isFinite(percent) ? Math.min(MOST, Math.max(LEAST, percent)) : initial;
}
