/** Timers of silence: what is set to which time by default. */

/** Of one stream, whatever the rest of its connection does. By seconds. */
const STREAM_TIMERS: ReadonlyMap<number, string> = new Map([
  [60, 'grpc_read_timeout and grpc_send_timeout of nginx, and of the idle timeout of an AWS ALB'],
  [300, 'stream_idle_timeout of Envoy'],
]);

/** Of a TCP connection. By seconds, ascending. */
const CONNECTION_TIMERS: ReadonlyMap<number, string> = new Map([
  [60, 'the idle timeout of an AWS ALB or classic ELB'],
  [350, 'the idle timeout of an AWS NLB or NAT gateway'],
  [600, 'the idle timeout of Google Cloud firewalls'],
  [3600, 'idle_timeout of Envoy'],
]);

/** "60 s, the default of …" */
export function streamTimer(milliseconds: number): string {
  return named(milliseconds / 1_000, STREAM_TIMERS);
}

export function connectionTimer(milliseconds: number): string {
  return named(milliseconds / 1_000, CONNECTION_TIMERS);
}

/** @returns the longest that has run out within `milliseconds`, of those that are known */
export function connectionTimerWithin(milliseconds: number): string | undefined {
  const longest = [...CONNECTION_TIMERS.keys()].findLast((seconds) => seconds * 1_000 <= milliseconds);
  return longest === undefined ? undefined : named(longest, CONNECTION_TIMERS);
}

/** Seconds also where they are many: as they are written in a configuration. */
function named(seconds: number, names: ReadonlyMap<number, string>): string {
  const name = names.get(seconds);
  return name === undefined ? `${seconds} s` : `${seconds} s, the default of ${name}`;
}
