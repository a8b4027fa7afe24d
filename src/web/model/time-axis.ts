/** A scale of durations, from microseconds to days, with ticks at numbers that people count in. All values are milliseconds. */

export interface Tick {
  readonly atMs: number;
  /** Of the width: 0 to 1. */
  readonly share: number;
  readonly label: string;
}

export interface TimeAxis {
  readonly fromMs: number;
  readonly toMs: number;
  /** Counted from `fromMs`. */
  readonly ticks: readonly Tick[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Times of a trace are whole microseconds: nothing is shorter. */
const SHORTEST_MS = 0.001;

/** Below, steps are 1, 2 or 5 of a power of ten; from here on they are those of clocks. */
const DECIMAL_UNTIL = 10 * SECOND;

const CLOCK_STEPS: readonly number[] = [
  ...[10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
];

const UNITS: readonly (readonly [name: string, milliseconds: number])[] = [
  ['d', DAY],
  ['h', HOUR],
  ['min', MINUTE],
  ['s', SECOND],
  ['ms', 1],
];

/** @param maxTicks without the one at 0 */
export function timeAxis(fromMs: number, toMs: number, maxTicks = 5): TimeAxis {
  const span = Math.max(toMs - fromMs, SHORTEST_MS) || SHORTEST_MS;
  const step = niceStep(span / Math.max(maxTicks, 1));
  const ticks: Tick[] = [];
  // An index, because sums of 0.1 drift.
  for (let n = 0; n * step <= span; n++) {
    ticks.push({ atMs: fromMs + n * step, share: (n * step) / span, label: tickLabel(n * step) });
  }
  return { fromMs, toMs: fromMs + span, ticks };
}

/** Where `ms` is on the axis: 0 to 1, at the edge where it is beyond. */
export function shareOf({ fromMs, toMs }: TimeAxis, ms: number): number {
  return Math.min(Math.max((ms - fromMs) / (toMs - fromMs), 0), 1);
}

/** "0", "250 µs", "1.5 ms", "20 s", "5 min": without the noise of floating point. */
export function tickLabel(ms: number): string {
  if (ms === 0) return '0';
  if (ms < 1) return `${rounded(ms * 1000)} µs`;
  const [name, size] = UNITS.find(([, milliseconds]) => ms >= milliseconds) ?? ['ms', 1];
  return `${rounded(ms / size)} ${name}`;
}

/** The smallest step that is no shorter than `least`. */
function niceStep(least: number): number {
  if (least > DECIMAL_UNTIL / 2) {
    return CLOCK_STEPS.find((step) => step >= least) ?? Math.ceil(least / DAY) * DAY;
  }
  const power = 10 ** Math.floor(Math.log10(least));
  // The quotient of a step that is just nice may come out as 1.0000000000000002.
  const factor = [1, 2, 5].find((n) => n * power >= least * 0.999_999) ?? 10;
  return Math.max(factor * power, SHORTEST_MS);
}

function rounded(value: number): string {
  return String(Number(value.toPrecision(4)));
}
