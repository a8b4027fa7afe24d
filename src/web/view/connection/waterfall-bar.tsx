import type { Side } from '../../../trace/event.ts';
import { barWords, type StreamBar } from '../../model/connection-bars.ts';
import { boxes, strokes, WIDTH, xOf } from '../../model/connection-paths.ts';
import type { TimeAxis } from '../../model/time-axis.ts';

import { HATCH } from './hatch.tsx';

const HEIGHT = 16;

/** Of the client above, of the server below: as in the legend. */
const DATA_ROWS: { readonly [side in Side]: readonly [top: number, bottom: number] } = {
  CLIENT: [3, 8],
  SERVER: [8, 13],
};
const TICK_ROWS: { readonly [side in Side]: readonly [top: number, bottom: number] } = {
  CLIENT: [0, 3],
  SERVER: [13, 16],
};
const SIDES = ['CLIENT', 'SERVER'] as const;
const CAP = 4;

/** A stream over time: light while it waits, solid where DATA flows, hatched where a window is used up. */
export function WaterfallBar({ bar, axis }: { bar: StreamBar; axis: TimeAxis }) {
  const { fromMs, firstByteMs, toMs, data, stalls, messages, tone } = bar;
  const end = xOf(axis, toMs);
  return (
    <svg
      class="connection-bar"
      viewBox={`0 0 ${WIDTH + CAP} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={barWords(bar)}
    >
      <path class="connection-response" d={`M${xOf(axis, firstByteMs ?? toMs)} ${HEIGHT / 2}H${end}`} />
      <path class="connection-waiting" d={boxes([{ fromMs, toMs: firstByteMs ?? toMs }], axis, 4, 12)} />
      {stalls.length > 0 && <path fill={HATCH} d={boxes(stalls, axis, 1, 15)} />}
      {SIDES.map((side) => {
        const [top, bottom] = DATA_ROWS[side];
        const own = data.filter(({ from }) => from === side);
        return <path key={side} class={`connection-data-${side.toLowerCase()}`} d={boxes(own, axis, top, bottom)} />;
      })}
      {SIDES.map((side) => {
        const [top, bottom] = TICK_ROWS[side];
        const times = messages.filter(({ from }) => from === side).map(({ atMs }) => atMs);
        return (
          <path key={side} class={`connection-message-${side.toLowerCase()}`} d={strokes(times, axis, top, bottom)} />
        );
      })}
      {tone !== 'open' && <rect class={`connection-cap-${tone}`} x={end} width={CAP} height={HEIGHT} />}
    </svg>
  );
}
