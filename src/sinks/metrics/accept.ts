/** Which of the two formats whoever asks wants, by its `Accept` (RFC 9110 §12.5.1). */

const OPEN_METRICS = 'application/openmetrics-text';

/** Those of which the text of 1.0.0 is one. */
const VERSIONS: readonly string[] = ['1.0.0', '0.0.1'];

/**
 * Text format 0.0.4 unless OpenMetrics is named, and `text/plain` not preferred: wildcards are for what browsers and
 * curl show.
 *
 * @param accept the field's value, several joined with a comma
 */
export function acceptsOpenMetrics(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  const ranges = accept.split(',').map(parseRange);
  const openMetrics = highest(ranges.filter((range) => range.type === OPEN_METRICS && isOurs(range.version)));
  const text = highest(ranges.filter((range) => range.type === 'text/plain'));
  return openMetrics > 0 && openMetrics >= text;
}

interface MediaRange {
  readonly type: string;
  readonly version: string | undefined;
  readonly quality: number;
}

function parseRange(range: string): MediaRange {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const parameter = (name: string) => parameters.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  const quality = Number(parameter('q') ?? 1);
  return { type, version: parameter('version')?.replaceAll('"', ''), quality: Number.isNaN(quality) ? 0 : quality };
}

function isOurs(version: string | undefined): boolean {
  return version === undefined || VERSIONS.includes(version);
}

function highest(ranges: readonly MediaRange[]): number {
  return ranges.reduce((most, { quality }) => Math.max(most, quality), 0);
}
