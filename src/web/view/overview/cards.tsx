import { percent, rate, whole } from '../../model/amounts.ts';
import { originFilter } from '../../model/overview-terms.ts';
import { connectionCounts, FAILURES, openStreams, SPAN_SECONDS, totalsOf } from '../../model/rates.ts';
import type { Place, Summary } from '../../state/state.ts';
import { useGo } from '../app-context.ts';

/** What "now" is: one second alone jumps. */
const NOW_SECONDS = 10;

interface CardProps {
  readonly value: string;
  readonly label: string;
  readonly note: string;
  readonly tone?: 'warning' | 'error' | undefined;
  readonly to: Partial<Place>;
}

/** Figures to start from: each leads to what it counts. */
export function Cards({ summary, end }: { summary: Summary; end: number }) {
  const now = totalsOf(summary.seconds, end - NOW_SECONDS, end);
  const all = totalsOf(summary.seconds, end - SPAN_SECONDS, end);
  const { open, closed } = connectionCounts(summary);
  const streams = openStreams(summary);
  return (
    <div class="overview-cards">
      <Card
        value={rate(now.calls / NOW_SECONDS)}
        label="calls a second"
        note={`of the last ${NOW_SECONDS} s`}
        to={{ tab: 'streams' }}
      />
      {FAILURES.map(({ part, origin, by }) => (
        <Card
          key={part}
          value={whole(all[part])}
          label={`failed ${by}`}
          note={all.calls === 0 ? 'of the last 5 min' : `${percent(all[part] / all.calls)} of the last 5 min`}
          tone={all[part] === 0 ? undefined : part === 'infrastructure' ? 'error' : 'warning'}
          to={{ tab: 'wire', filter: originFilter(origin) }}
        />
      ))}
      <Card
        value={whole(open)}
        label={open === 1 ? 'connection open' : 'connections open'}
        note={`${whole(closed)} closed before`}
        to={{ tab: 'connections' }}
      />
      <Card
        value={whole(streams)}
        label={streams === 1 ? 'stream open' : 'streams open'}
        note="on these connections"
        to={{ tab: 'streams' }}
      />
    </div>
  );
}

function Card({ value, label, note, tone, to }: CardProps) {
  const go = useGo();
  const title = to.filter === undefined ? `to ${to.tab}` : `filter by ${to.filter}`;
  return (
    <button type="button" class="overview-card" title={title} onClick={() => go(to)}>
      <span class={`overview-figure ${tone === undefined ? '' : `overview-${tone}`}`}>{value}</span>
      <span>{label}</span>
      <span class="dim">{note}</span>
    </button>
  );
}
