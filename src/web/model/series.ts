/** Values over time that are drawn as a line: with fewer points than were measured, and with those that matter. */

/** `atMs` since the connection opened. */
export interface Point {
  readonly atMs: number;
  readonly value: number;
}

/** No line is drawn wider than so many pixels can show. */
export const MAX_POINTS = 600;

/**
 * The same line with at most `max` points: its ends, and of each stretch of time between them the lowest and the highest. A window that
 * was used up for a moment must not be smoothed away.
 *
 * @param points in the order of time. @param max at least 4
 */
export function reduced(points: readonly Point[], max = MAX_POINTS): readonly Point[] {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length <= max) return points;
  const buckets = Math.floor((max - 2) / 2);
  const width = (last.atMs - first.atMs) / buckets || 1;
  const extremes = new Map<number, Extremes>();
  for (const point of points.slice(1, -1)) {
    const bucket = Math.min(buckets - 1, Math.max(0, Math.floor((point.atMs - first.atMs) / width)));
    extremes.set(bucket, widened(extremes.get(bucket), point));
  }
  return [first, ...[...extremes.values()].flatMap(inOrder), last];
}

/** Each with its place, since two may have the same time. */
interface Extremes {
  readonly lowest: Point;
  readonly highest: Point;
  readonly isLowestFirst: boolean;
}

function widened(before: Extremes | undefined, point: Point): Extremes {
  if (before === undefined) return { lowest: point, highest: point, isLowestFirst: true };
  if (point.value < before.lowest.value) return { ...before, lowest: point, isLowestFirst: false };
  return point.value > before.highest.value ? { ...before, highest: point, isLowestFirst: true } : before;
}

function inOrder({ lowest, highest, isLowestFirst }: Extremes): readonly Point[] {
  if (lowest === highest) return [lowest];
  return isLowestFirst ? [lowest, highest] : [highest, lowest];
}

/** Undefined where there is none. Of several the first. */
export function lowestOf(points: readonly Point[]): Point | undefined {
  return points.reduce<Point | undefined>(
    (lowest, point) => (lowest === undefined || point.value < lowest.value ? point : lowest),
    undefined,
  );
}

export function highestOf(points: readonly Point[]): Point | undefined {
  return points.reduce<Point | undefined>(
    (highest, point) => (highest === undefined || point.value > highest.value ? point : highest),
    undefined,
  );
}

/** Where a value is drawn. */
export interface Scales {
  readonly x: (atMs: number) => number;
  readonly y: (value: number) => number;
}

/** A line in the words of SVG that holds each value until the next one: a window does not change in between. */
export function stepPath(points: readonly Point[], { x, y }: Scales): string {
  return points
    .map(({ atMs, value }, n) =>
      n === 0 ? `M${place(x(atMs))} ${place(y(value))}` : `H${place(x(atMs))}V${place(y(value))}`,
    )
    .join('');
}

/** A line from point to point. */
export function linePath(points: readonly Point[], { x, y }: Scales): string {
  return points.map(({ atMs, value }, n) => `${n === 0 ? 'M' : 'L'}${place(x(atMs))} ${place(y(value))}`).join('');
}

/** A tenth of a unit is less than what can be seen. */
export function place(value: number): number {
  return Math.round(value * 10) / 10;
}
