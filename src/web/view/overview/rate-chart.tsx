import { instant, rate, tenths, whole } from '../../model/amounts.ts';
import {
  axisOf,
  BAR_SECONDS,
  type Bar,
  barsOf,
  FAILURES,
  failedWords,
  PARTS,
  type Part,
  SPAN_SECONDS,
  totalsOf,
} from '../../model/rates.ts';
import type { Second } from '../../state/state.ts';

/** Of the drawing, which is stretched to whatever width there is. */
const HEIGHT = 100;
/** A failure is seen, however many calls there are beside it. */
const LEAST_HEIGHT = 2.5;

const LEGEND: readonly { readonly part: Part; readonly words: string }[] = [
  { part: 'ok', words: 'ok' },
  ...FAILURES.map(({ part, by }) => ({ part, words: `failed ${by}` })),
];

/** Calls a second over the last minutes, failures on the ground line. */
export function RateChart({ seconds, end, isFile }: { seconds: readonly Second[]; end: number; isFile: boolean }) {
  const bars = barsOf(seconds, end);
  const axis = axisOf(bars);
  const totals = totalsOf(seconds, end - SPAN_SECONDS, end);
  const words = `Calls a second over 5 minutes, up to ${tenths(axis)} on the axis: ${whole(totals.calls)} calls, ${failedWords(totals)}`;
  return (
    <section class="panel" aria-label="Calls a second">
      <h3 class="panel-title">
        Calls a second <span class="dim">{isFile ? 'in the last 5 min of the recording' : 'in the last 5 min'}</span>
      </h3>
      <div class="overview-chart">
        <div class="overview-axis number dim" aria-hidden="true">
          <span>{tenths(axis)}</span>
          <span>{tenths(axis / 2)}</span>
          <span>0</span>
        </div>
        <svg
          class="overview-bars"
          viewBox={`0 0 ${bars.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={words}
        >
          <path class="overview-grid" d={`M0 ${HEIGHT / 2}H${bars.length}M0 0H${bars.length}`} />
          {bars.map((bar, n) => (
            <Column key={bar.at} bar={bar} x={n} axis={axis} />
          ))}
        </svg>
        <div class="overview-times dim" aria-hidden="true">
          <span>5 min {isFile ? 'before' : 'ago'}</span>
          <span>{isFile ? 'the end' : 'now'}</span>
        </div>
      </div>
      <ul class="overview-legend">
        {LEGEND.map(({ part, words }) => (
          <li key={part}>
            <span class={`overview-swatch overview-part-${part}`} aria-hidden="true" /> {words}{' '}
            <span class="dim">{whole(totals[part])}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Column({ bar, x, axis }: { bar: Bar; x: number; axis: number }) {
  if (bar.totals.calls === 0) return null;
  let top = HEIGHT;
  return (
    <g>
      <title>{barWords(bar)}</title>
      {PARTS.map((part) => {
        if (bar.totals[part] === 0) return null;
        const exact = (bar.totals[part] / bar.seconds / axis) * HEIGHT;
        const height = Math.min(Math.max(exact, LEAST_HEIGHT), top);
        top -= height;
        return <rect key={part} class={`overview-part-${part}`} x={x + 0.1} y={top} width={0.8} height={height} />;
      })}
    </g>
  );
}

function barWords({ at, seconds, totals }: Bar): string {
  const time = instant(at * 1_000_000)?.slice(11, 19) ?? '';
  const length = seconds === BAR_SECONDS ? `${BAR_SECONDS} s` : `${seconds} s so far`;
  return `${time} UTC, ${length}: ${rate(totals.calls / seconds)} calls a second, ${failedWords(totals)}`;
}
