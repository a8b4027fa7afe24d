import { whole } from '../../model/amounts.ts';
import { boxes, WIDTH, xOf } from '../../model/connection-paths.ts';
import type { ConnectionStory } from '../../model/connection-story.ts';
import { type WindowSeries, windowWords } from '../../model/connection-windows.ts';
import { offsetText } from '../../model/connection-words.ts';
import { place, stepPath } from '../../model/series.ts';
import { type TimeAxis, timeAxis } from '../../model/time-axis.ts';
import { HATCH } from './hatch.tsx';
import { Panel } from './panel.tsx';
import { Ticks } from './ticks.tsx';

const HEIGHT = 100;

/** Nearer to the zero line the label of what is below it would be written over its own. */
const LEAST_APART = 85;

interface WindowProps {
  readonly windows: readonly WindowSeries[];
  readonly story: Pick<ConnectionStory, 'fromMs' | 'toMs'>;
}

/** What each side may still send on the connection, RFC 9113 §6.9. Each has a scale of its own: they differ by a thousand times. */
export function WindowPanel({ windows, story: { fromMs, toMs } }: WindowProps) {
  const axis = timeAxis(fromMs, toMs, 4);
  return (
    <Panel title="Windows of the connection" note={`bytes that may still be sent; from ${offsetText(fromMs)} on`}>
      <div class="connection-windows">
        {windows.map((series) => (
          <WindowChart key={series.sender} series={series} axis={axis} />
        ))}
      </div>
    </Panel>
  );
}

function WindowChart({ series, axis }: { series: WindowSeries; axis: TimeAxis }) {
  const { points, lowest, highest, stalls } = series;
  const side = series.sender.toLowerCase();
  const words = windowWords(series);
  if (lowest === undefined || highest === undefined) return <p class="connection-words dim">{words}</p>;
  const [bottom, top] = [Math.min(0, lowest.value), Math.max(1, highest.value)];
  const y = (value: number) => place(HEIGHT - ((value - bottom) / (top - bottom)) * HEIGHT);
  const line = stepPath(points, { x: (atMs) => xOf(axis, atMs), y });
  return (
    <figure class="connection-chart">
      <figcaption class={`side-${side}`}>{words}</figcaption>
      <div class="connection-plot">
        <span class="connection-scale is-top">{whole(top)}</span>
        {y(0) < LEAST_APART && <span class="connection-scale is-bottom">{whole(bottom)}</span>}
        <span class="connection-scale" style={{ top: `${y(0)}%` }}>
          0
        </span>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={words}>
          {stalls.length > 0 && <path fill={HATCH} d={boxes(stalls, axis, 0, HEIGHT)} />}
          <path class="connection-zero" d={`M0 ${y(0)}H${WIDTH}`} />
          <path class={`connection-line connection-line-${side}`} d={line} />
        </svg>
      </div>
      <Ticks axis={axis} />
    </figure>
  );
}
