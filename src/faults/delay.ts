import { duration } from './duration.ts';
import type { DelayDistribution, DelayPoint } from './fault.ts';
import { MAX_DELAY_MS } from './limits.ts';
import { list, weightedList } from './list.ts';
import { decimal } from './number.ts';
import { cut, type Piece, trimmed } from './piece.ts';
import { refuse } from './refusal.ts';

/** @throws Refusal where it is neither a duration, nor a list with percents, nor one of percentiles */
export function delay(piece: Piece): DelayDistribution {
  if (/^\s*p/i.test(piece.text)) return { kind: 'PERCENTILES', points: percentiles(piece) };
  return { kind: 'WEIGHTED', delays: weightedList(piece, (value) => duration(value, MAX_DELAY_MS)) };
}

function percentiles(piece: Piece): DelayPoint[] {
  const points: DelayPoint[] = [];
  for (const item of list(piece)) {
    const point = delayPoint(item);
    const before = points.at(-1);
    if (before !== undefined && point.percentile <= before.percentile) {
      refuse(item, `a percentile above the p${before.percentile} before it`);
    }
    if (before !== undefined && point.delayMs < before.delayMs) refuse(item, 'a delay not below the one before it');
    points.push(point);
  }
  return points;
}

function delayPoint(item: Piece): DelayPoint {
  const [name, behind] = cut(item, ':');
  const percentile = /^p/i.test(name.text) ? decimal(name.text.slice(1).trimEnd()) : Number.NaN;
  if (behind === undefined || !(percentile <= 100)) return refuse(item, 'p0 to p100 and its delay, such as p99:200ms');
  return { percentile, delayMs: duration(trimmed(behind), MAX_DELAY_MS) };
}
