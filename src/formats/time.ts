/** Times of events as text, always in UTC. Arguments are microseconds since the Unix epoch. */

/** "2026-11-21T01:42:47.123" of `time`: all that `Date` knows of it. */
function isoMilliseconds(time: number): string {
  return new Date(Math.floor(time / 1000)).toISOString().slice(0, -1);
}

/** RFC 3339 to the microsecond: "2026-11-21T01:42:47.123456Z". */
export function rfc3339(time: number): string {
  return `${isoMilliseconds(time)}${String(Math.floor(time) % 1000).padStart(3, '0')}Z`;
}

/** "01:42:47.123" */
export function timeOfDay(time: number): string {
  return isoMilliseconds(time).slice(11);
}

/** As Go's `log` package writes it: "2026/11/21 01:42:47". Go uses the local zone, this is UTC. */
export function goLogTime(time: number): string {
  return isoMilliseconds(time).slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}
