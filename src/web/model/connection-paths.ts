/** Spans as shapes of SVG: many in one path, so that a waterfall of thousands of spans is a few hundred elements. */

import type { Span } from './connection-spans.ts';
import { place } from './series.ts';
import { shareOf, type TimeAxis } from './time-axis.ts';

/** Drawings are stretched to whatever width there is. */
export const WIDTH = 1_000;

/** What took no time is seen as well. */
const LEAST_WIDTH = 2.5;

export function xOf(axis: TimeAxis, atMs: number): number {
  return place(shareOf(axis, atMs) * WIDTH);
}

/** A box for each span, from `top` to `bottom`. */
export function boxes(spans: readonly Span[], axis: TimeAxis, top: number, bottom: number): string {
  return spans
    .map(({ fromMs, toMs }) => {
      const width = Math.max(xOf(axis, toMs) - xOf(axis, fromMs), LEAST_WIDTH);
      const left = Math.min(xOf(axis, fromMs), WIDTH - width);
      return `M${place(left)} ${top}h${place(width)}V${bottom}h${place(-width)}z`;
    })
    .join('');
}

/** A line for each moment, from `top` to `bottom`. */
export function strokes(times: readonly number[], axis: TimeAxis, top: number, bottom: number): string {
  return times.map((atMs) => `M${xOf(axis, atMs)} ${top}V${bottom}`).join('');
}
