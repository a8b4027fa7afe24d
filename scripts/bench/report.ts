/** Medians, ratios and the table that is printed. */

import type { Measurement } from './measure.ts';
import type { Variant } from './variants.ts';

/** What was measured of one variant, a measurement a round. */
export interface Series {
  readonly variant: Variant;
  readonly rounds: readonly Measurement[];
}

export interface Row {
  readonly variant: Variant;
  readonly callsPerSecond: number;
  readonly cpuPerCall: number;
  /**
   * To the first variant. Medians of the ratios within each round, and not ratios of medians: what slows the machine down
   * for a while slows all variants of a round down.
   */
  readonly throughputRatio: number;
  readonly cpuRatio: number;
}

export function summarise(all: readonly Series[]): Row[] {
  const base = all[0]?.rounds ?? [];
  return all.map(({ variant, rounds }) => ({
    variant,
    callsPerSecond: median(rounds.map((round) => round.callsPerSecond)),
    cpuPerCall: median(rounds.map((round) => round.cpuPerCall)),
    throughputRatio: medianRatio(rounds, base, (round) => round.callsPerSecond),
    cpuRatio: medianRatio(rounds, base, (round) => round.cpuPerCall),
  }));
}

/** True where the bar is reached, or there is none. */
export function reachesBar({ variant, throughputRatio }: Row): boolean {
  return variant.bar === undefined || throughputRatio >= variant.bar;
}

function medianRatio(
  rounds: readonly Measurement[],
  base: readonly Measurement[],
  value: (round: Measurement) => number,
): number {
  return median(rounds.map((round, index) => value(round) / valueAt(base, index, value)));
}

function valueAt(base: readonly Measurement[], index: number, value: (round: Measurement) => number): number {
  const round = base[index];
  return round === undefined ? Number.NaN : value(round);
}

/** NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

const COLUMNS = ['', 'calls/s', 'of bare', 'CPU µs/call', 'of bare', 'bar'] as const;
const WIDTHS = [30, 9, 9, 13, 9, 14] as const;

export function renderTable(rows: readonly Row[]): string {
  return [COLUMNS, ...rows.map(cells)].map(renderLine).join('\n');
}

function cells(row: Row): readonly string[] {
  return [
    row.variant.name,
    row.callsPerSecond.toFixed(0),
    row.throughputRatio.toFixed(2),
    row.cpuPerCall.toFixed(1),
    row.cpuRatio.toFixed(2),
    row.variant.bar === undefined ? '' : `${row.variant.bar.toFixed(2)} ${reachesBar(row) ? 'reached' : 'missed'}`,
  ];
}

function renderLine(cells: readonly string[]): string {
  const [name = '', ...numbers] = cells;
  return name.padEnd(WIDTHS[0]) + numbers.map((cell, index) => cell.padStart(WIDTHS[index + 1] ?? 0)).join('');
}
