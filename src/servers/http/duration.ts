/** Durations as people type them: 150ms, 2s, 1.5 (seconds). */

const MILLISECONDS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Plain numbers are seconds, as go-httpbin has them. */
const DURATION = /^(\d{1,15}(?:\.\d{1,15})?)(us|ms|s|m|h)?$/;

/** @returns milliseconds, with fractions; undefined where the text is no duration */
export function parseDuration(text: string): number | undefined {
  const [, number, unit = 's'] = DURATION.exec(text) ?? [];
  const factor = MILLISECONDS[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

/** As it is typed: 0s, 150ms, 2s, 1h. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds >= 3_600_000 && milliseconds % 3_600_000 === 0) return `${milliseconds / 3_600_000}h`;
  return milliseconds % 1_000 === 0 ? `${milliseconds / 1_000}s` : `${milliseconds}ms`;
}
