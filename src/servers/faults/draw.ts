import type { DelayDistribution, DelayPoint, Weighted } from '../../faults/fault.ts';
import type { Random } from './applies.ts';

/** @returns undefined as often as is left of 100 percent */
export function drawWeighted<Value>(weighted: readonly Weighted<Value>[], random: Random): Value | undefined {
  let left = random() * 100;
  for (const { value, percent } of weighted) {
    if (left < percent) return value;
    left -= percent;
  }
  return undefined;
}

/** @returns milliseconds, with fractions */
export function drawDelayMs(distribution: DelayDistribution, random: Random): number {
  if (distribution.kind === 'WEIGHTED') return drawWeighted(distribution.delays, random) ?? 0;
  return delayAt(distribution.points, random() * 100);
}

/** Straight lines between the points, from 0 to the first; the last delay for all above it. */
function delayAt(points: readonly DelayPoint[], percentile: number): number {
  let before: DelayPoint = { percentile: 0, delayMs: 0 };
  for (const point of points) {
    if (percentile < point.percentile) {
      const share = (percentile - before.percentile) / (point.percentile - before.percentile);
      return before.delayMs + share * (point.delayMs - before.delayMs);
    }
    before = point;
  }
  return before.delayMs;
}
