import { useMemo } from 'preact/hooks';
import type { TraceEvent } from '../../../trace/event.ts';
import { type Mark, type Marks, marksOf, OWN_MARKS } from '../../model/evidence.ts';
import { rowTime } from '../../model/row-time.ts';
import type { Extent, Visible } from '../../model/virtual.ts';
import { seqAt } from '../../state/row-access.ts';
import type { AppState, Services } from '../../state/state.ts';
import type { App } from '../app-context.ts';
import { clicked, pressed } from './click.ts';
import type { Frames } from './each-frame.ts';
import { textOf } from './select.ts';
import { WireRow } from './wire-row.tsx';

/** Rows that are drawn beyond either end, and so asked for before they come into sight. */
export const OVERSCAN = 6;

interface WindowProps {
  readonly app: App;
  readonly frames: Frames;
  readonly visible: Visible;
  readonly extent: Extent;
}

/** What is in sight. It stays in its place while the scroller moves behind it, so it is never blank. */
export function WireWindow({ app, frames, visible, extent }: WindowProps) {
  const { state } = frames;
  const { findings } = state.summary;
  const opened = state.place.finding;
  const marks = useMemo(() => marksOf(findings, opened), [findings, opened]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: clicks are those of its rows, keys those of the page.
    <div
      class="wire-window"
      role="presentation"
      style={{ height: `${extent.viewportPx}px` }}
      onClick={(event) => clicked(event, app)}
      onMouseDown={pressed}
      onPointerDown={() => {
        frames.hold();
        for (const end of ['pointerup', 'pointercancel']) addEventListener(end, frames.release, { once: true });
      }}
    >
      <div class="wire-rows" role="presentation" style={{ transform: `translateY(${Math.round(visible.shiftPx)}px)` }}>
        {rowsOf(app.services, state, visible, marks)}
      </div>
    </div>
  );
}

function rowsOf(services: Services, state: AppState, { first, end }: Visible, marks: Marks) {
  const { rows, place } = state;
  const drawn = [];
  let above = place.time === 'delta' ? eventAt(services, state, first - 1) : undefined;
  for (let index = first; index < end; index++) {
    const seq = seqAt(rows, index);
    if (seq === undefined) continue;
    const event = services.eventOf(seq);
    drawn.push(
      <WireRow
        // By event, so that no element ever moves: Preact moves them by moveBefore(), and Chromium 156 leaves those that change
        // their class as well in the style of before.
        key={seq}
        index={index}
        seq={seq}
        event={event}
        absence={event === undefined ? absence(seq, state, services) : ''}
        time={event === undefined ? '' : rowTime(event, place.time, above)}
        mark={marks.get(seq) ?? ownMark(event)}
        isSelected={seq === place.seq}
        isOfStream={event !== undefined && isOfStream(event, state)}
      />,
    );
    above = event;
  }
  return drawn;
}

function ownMark(event: TraceEvent | undefined): Mark | undefined {
  return event?.kind === 'finding' ? OWN_MARKS[event.finding.severity] : undefined;
}

function eventAt(services: Services, { rows }: AppState, index: number) {
  const seq = index < 0 ? undefined : seqAt(rows, index);
  return seq === undefined ? undefined : services.eventOf(seq);
}

/** Why a row has no event: it is being fetched, it is gone, or it never came. */
function absence(seq: number, { rows, gaps }: AppState, services: Services): string {
  const isGone = services.isGone(seq) || (rows.firstSeq !== undefined && seq < rows.firstSeq);
  const what = isGone ? 'no longer held' : '…';
  const gap = gaps.find(({ firstSeq, lastSeq }) => firstSeq <= seq && seq <= lastSeq);
  return gap === undefined ? what : `${what} · lost for this page: ${gap.reason}`;
}

function isOfStream(event: TraceEvent, { place }: AppState): boolean {
  return place.streamId !== undefined && event.conn === place.conn && textOf(event).streamId === place.streamId;
}
