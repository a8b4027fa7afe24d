import { duration } from '../../../formats/text.ts';
import { counted } from '../../model/amounts.ts';
import { WIDTH, xOf } from '../../model/connection-paths.ts';
import type { PingRounds } from '../../model/connection-pings.ts';
import { linePath, place } from '../../model/series.ts';
import { timeAxis } from '../../model/time-axis.ts';
import { Side } from '../parts/side.tsx';
import { Panel } from './panel.tsx';

const HEIGHT = 30;

/** How long PINGs took until their ACK, RFC 9113 §6.7: of each side that sent any. */
export function PingPanel({ pings }: { pings: readonly PingRounds[] }) {
  return (
    <Panel title="PING round trips">
      {pings.length === 0 && <p class="connection-words dim">No PING in the events that are held.</p>}
      {pings.map((rounds) => (
        <Rounds key={rounds.from} rounds={rounds} />
      ))}
    </Panel>
  );
}

function Rounds({ rounds }: { rounds: PingRounds }) {
  const { from, unanswered } = rounds;
  const words = roundWords(rounds);
  return (
    <div class="connection-pings">
      <Side of={from} />
      {rounds.points.length > 1 && <Sparkline rounds={rounds} words={words} />}
      <span>{words}</span>
      {unanswered > 0 && <span class="connection-tone-warning">△ {counted(unanswered, 'PING')} without ACK</span>}
    </div>
  );
}

function roundWords({ count, minMs, medianMs, maxMs, lastMs }: PingRounds): string {
  if (count === 0) return 'none was acknowledged';
  if (count === 1) return `1 round trip: ${duration(lastMs)}`;
  const spread = `min ${duration(minMs)}, median ${duration(medianMs)}, max ${duration(maxMs)}`;
  return `${counted(count, 'round trip')}: ${spread}, last ${duration(lastMs)}`;
}

function Sparkline({ rounds: { from, points, maxMs }, words }: { rounds: PingRounds; words: string }) {
  const axis = timeAxis(points[0]?.atMs ?? 0, points.at(-1)?.atMs ?? 0);
  const y = (value: number) => place(HEIGHT - (value / (maxMs || 1)) * HEIGHT);
  return (
    <svg
      class="connection-sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`PING round trips over time: ${words}`}
    >
      <path
        class={`connection-line connection-line-${from.toLowerCase()}`}
        d={linePath(points, { x: (atMs) => xOf(axis, atMs), y })}
      />
    </svg>
  );
}
